/* Runs a page of the curriculum when it is opened, again when its kernel had died, and
   offers "Start over".  Written by hand: there is nothing to build.  A page asks for it
   with metadata {"smarter": {"autorun": true}}; other notebooks are left alone. */
(() => {
  "use strict";
  let shared;

  function newest(versions) {
    const parts = (version) => version.split(/[.+-]/).map((part) => parseInt(part, 10) || 0);
    return Object.keys(versions).sort((a, b) => {
      const [left, right] = [parts(a), parts(b)];
      const at = left.findIndex((part, place) => part !== right[place]);
      return at < 0 ? 0 : left[at] - (right[at] ?? 0);
    }).pop();
  }

  async function load(name) {
    const versions = shared[name];
    const factory = await versions[newest(versions)].get();
    return factory();
  }

  function asksForIt(panel) {
    return Boolean(panel.content.model?.getMetadata("smarter")?.autorun);
  }

  // a page that was reloaded while its kernel went on is whole already: every code cell
  // has run and the kernel still holds its forms
  async function isAlive(panel, kernel) {
    const cells = panel.content.widgets.filter((cell) => cell.model.type === "code");
    const ran = cells.every((cell) => cell.model.executionCount !== null);
    if (!ran || kernel.status === "starting") return false;
    const reply = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
    return Object.keys(reply.content.comms ?? {}).length > 0;
  }

  function activate(app, tracker, { NotebookActions }) {
    async function runWhole(panel) {
      await NotebookActions.runAll(panel.content, panel.sessionContext);
      if (panel.isDisposed) return;
      panel.content.activeCellIndex = 0;
      (panel.content.outerNode ?? panel.content.node).scrollTop = 0;
      panel.node.dataset.smarter = "ready";
      await panel.context.save();
    }

    async function opened(panel) {
      await panel.context.ready;
      if (!asksForIt(panel)) return;
      const session = panel.sessionContext;
      await session.ready;
      await panel.revealed;
      const kernel = session.session?.kernel;
      if (!kernel) return;
      let died = false;
      session.statusChanged.connect((_, status) => {
        if (status === "autorestarting" || status === "restarting") died = true;
        if (died && status === "idle") {
          died = false;
          void runWhole(panel);
        }
      });
      if (await isAlive(panel, kernel)) {
        panel.node.dataset.smarter = "ready";
        return;
      }
      await runWhole(panel);
    }

    tracker.widgetAdded.connect((_, panel) => void opened(panel));
    app.commands.addCommand("smarter:start-over", {
      label: "Start over (keeps your answers)",
      execute: async () => {
        const panel = tracker.currentWidget;
        const kernel = panel?.sessionContext.session?.kernel;
        if (!kernel) return;
        // a page that asks for it is run again by the watch on its kernel
        await kernel.restart();
        if (!asksForIt(panel)) await runWhole(panel);
      },
    });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["smarter-open"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const notebook = await load("@jupyterlab/notebook");
      const plugin = {
        id: "smarter-open:plugin",
        autoStart: true,
        requires: [notebook.INotebookTracker],
        activate: (app, tracker) => activate(app, tracker, notebook),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
