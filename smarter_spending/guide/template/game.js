// The trade-off game: every card is a button that is pressed or not, so Tab and Space play it
// as well as a mouse does.  Python scores the hand; this shows cards and score.
function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function button(text, act) {
  const element = made("button", "", text);
  element.type = "button";
  element.dataset.lmSuppressShortcuts = "true"; // the notebook takes no key out of the game
  element.addEventListener("click", act);
  return element;
}

function cardOf(card, toggle) {
  const element = button("", () => toggle(card.card));
  const head = made("span", "", card.program);
  head.append(made("span", "ss-held", " ✓ in our hand"));
  element.append(head, made("span", "ss-big", card.dollars), made("span", "", card.what));
  for (const line of card.lines) element.append(made("span", "", line));
  if (card.caution) element.append(made("span", "ss-caution", card.caution));
  return element;
}

function render({ model, el }) {
  const game = made("div", "ss-game");
  const score = made("div", "ss-score");
  score.setAttribute("role", "status");
  const play = (hand) => { model.set("hand", hand); model.save_changes(); };
  const toggle = (card) => {
    const hand = model.get("hand");
    model.set("before", [...model.get("before"), hand]);
    play(hand.includes(card) ? hand.filter((held) => held !== card) : [...hand, card]);
  };
  const undo = button("Undo", () => {
    const before = model.get("before");
    if (!before.length) return;
    model.set("before", before.slice(0, -1));
    play(before[before.length - 1]);
  });
  const clear = button("Put all cards back", () => {
    model.set("before", [...model.get("before"), model.get("hand")]);
    play([]);
  });
  const tools = made("div", "ss-tools");
  tools.append(undo, clear);
  game.append(score, tools);
  const buttons = {};
  for (const [kind, heading] of [["saving", "Free dollars"], ["investment", "Put dollars to work"]]) {
    const cards = made("div", "ss-cards");
    cards.setAttribute("role", "group");
    cards.setAttribute("aria-label", heading);
    for (const card of model.get("cards").filter((one) => one.kind === kind)) {
      buttons[card.card] = cardOf(card, toggle);
      cards.append(buttons[card.card]);
    }
    game.append(made("h3", "", heading), cards);
  }
  const show = () => {
    const hand = model.get("hand");
    for (const [name, element] of Object.entries(buttons)) {
      element.setAttribute("aria-pressed", String(hand.includes(name)));
      element.disabled = !model.get("ready");
    }
    undo.disabled = !model.get("ready") || !model.get("before").length;
    clear.disabled = !model.get("ready") || !hand.length;
  };
  const scored = () => {
    score.innerHTML = model.get("score"); // written by Python, its words escaped there
    score.classList.toggle("ss-met", model.get("met"));
  };
  const follow = { hand: show, before: show, ready: show, score: scored, met: scored };
  for (const [name, act] of Object.entries(follow)) model.on(`change:${name}`, act);
  show();
  scored();
  el.append(game);
  return () => { for (const [name, act] of Object.entries(follow)) model.off(`change:${name}`, act); };
}

export default { render };
