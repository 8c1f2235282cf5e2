// A table to fill in.  Every box is named by its column and its row, Tab goes from box to
// box, and what is entered is sent to Python at once; words as they are typed.
function box(column, row, model) {
  const place = `${row.code}|${column.key}`;
  let control;
  if (column.kind === "choice") {
    control = document.createElement("select");
    for (const words of column.options) control.add(new Option(words, words));
  } else if (column.kind === "number") {
    control = document.createElement("input");
    control.type = "number";
    [control.min, control.max, control.step] = [column.low, column.high, "any"];
  } else {
    control = document.createElement("textarea");
    control.rows = 2;
    control.placeholder = column.frame;
  }
  control.dataset.lmSuppressShortcuts = "true"; // the notebook takes no key out of the boxes
  control.setAttribute("aria-label", `${column.label}, for ${row.title}`);
  const show = () => {
    const kept = model.get("cells")[place];
    const blank = column.kind === "choice" ? column.options[0] : "";
    const value = kept === undefined || kept === null ? blank : String(kept);
    if (document.activeElement !== control || column.kind !== "words") control.value = value;
    control.disabled = !model.get("ready");
  };
  const send = () => {
    let value = control.value;
    if (column.kind === "number") {
      if (value === "" || !control.checkValidity()) return control.reportValidity();
      value = Number(value);
    }
    model.set("cells", { ...model.get("cells"), [place]: value });
    model.save_changes();
  };
  control.addEventListener(column.kind === "words" ? "input" : "change", send);
  return { control, show };
}

function cell(tag, text, scope) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (scope) made.scope = scope;
  return made;
}

function render({ model, el }) {
  const table = document.createElement("table");
  table.className = "ss-fill";
  table.createCaption().textContent = model.get("caption");
  const head = table.createTHead().insertRow();
  head.append(cell("td", ""), ...model.get("columns").map((c) => cell("th", c.label, "col")));
  const body = table.createTBody();
  const boxes = [];
  for (const row of model.get("rows")) {
    const line = body.insertRow();
    line.append(cell("th", row.title, "row"));
    for (const column of model.get("columns")) {
      const made = box(column, row, model);
      boxes.push(made);
      const place = line.insertCell();
      place.className = `ss-${column.kind}`;
      place.append(made.control);
    }
  }
  const show = () => boxes.forEach((made) => made.show());
  model.on("change:cells", show);
  model.on("change:ready", show);
  show();
  const frame = document.createElement("div");
  frame.className = "ss-fill-frame";
  frame.append(table);
  el.append(frame);
  return () => { model.off("change:cells", show); model.off("change:ready", show); };
}

export default { render };
