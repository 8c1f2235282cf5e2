// Inside a form the keyboard belongs to the form: without this mark, which must be on the
// box that has the cursor itself, the notebook takes letters and arrows for commands (an
// "a" in a list of answers would insert a cell).
function mark(event) {
  if (event.target.closest(".ss-form")) event.target.dataset.lmSuppressShortcuts = "true";
}

// a heading that opens its form, and shuts it again
function opener(words) {
  const button = document.createElement("button");
  [button.type, button.textContent] = ["button", words];
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const shut = button.closest(".ss-form").classList.toggle("ss-shut");
    button.setAttribute("aria-expanded", String(!shut));
  });
  return button;
}

function render({ model, el }) {
  document.addEventListener("focusin", mark); // once, however many forms there are
  const tell = () =>
    document.dispatchEvent(new CustomEvent("smarter:person", { detail: model.get("person") }));
  if (model.get("fold")) el.append(opener(model.get("fold")));
  model.on("change:person", tell); // a live page says it in its header, and in its links
}

export default { render };
