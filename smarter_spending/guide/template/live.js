// What a live page does by itself: says when its boxes are there, when an answer is saved, who
// writes, and, when its Python has stopped, what to press.  What was typed and may not have
// arrived it keeps in this browser, says so beside the box, and sends it again.
const EVERY = 4000; // milliseconds between two looks whether the page is alive
const here = document.getElementById("main");
const saved = document.getElementById("saved");
const { kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
const who = () => document.getElementById("who").textContent;
const born = Date.now();
let missed = 0;
let gone = false;

function say(words, look) {
  if (saved.textContent === words) return;
  saved.textContent = words;
  saved.className = look;
}

function look() {
  for (const still of here.querySelectorAll(".live:has(.jupyter-widgets) > .still")) still.remove();
  if (gone) say("Not connected", "bad");
  else if (here.querySelector(".live [role=alert]")) say("Not saved", "bad");
  else if (here.querySelector(".kept")) say("Not saved yet", "bad");
  else if (here.querySelector(".ss-saved")) say("Saved", "saved");
  else if (here.querySelector(".live .jupyter-widgets")) say("Ready: saved as you write", "wait");
  sendAgain();
}

// --- What was typed and may not have arrived: by box, with the time; gone with the tab -----------
const place = () => `typed ${location.pathname} ${who()}`;
const kept = () => JSON.parse(sessionStorage.getItem(place()) ?? "{}");
const keep = (typed) => sessionStorage.setItem(place(), JSON.stringify(typed));
const boxes = () => [...here.querySelectorAll(".live :is(input, select, textarea)")];
const value = (box) => (box.type === "checkbox" ? box.checked : box.value);

function named(box) {
  const words = box.getAttribute("aria-label") ?? box.labels?.[0]?.textContent ?? "";
  return `${box.type} ${words.replace(/\s+/g, " ").trim()}`;
}

function note(box) {
  const beside = box.closest("td, .jupyter-widgets") ?? box.parentElement;
  if (beside.querySelector(".kept")) return;
  const words = "Not saved yet. It is kept in this browser, and sent when the room answers again.";
  const told = Object.assign(document.createElement("small"), { className: "kept bad", textContent: words });
  told.setAttribute("role", "status");
  beside.append(told);
}

function typing({ target, isTrusted }) {
  if (!isTrusted || !boxes().includes(target) || named(target).endsWith("as the room knows it")) return;
  keep({ ...kept(), [named(target)]: [value(target), Date.now()] });
  if (gone) note(target);
}

// the room has answered to what was asked later: what was typed before, on this page, is there
function arrived(asked) {
  const open = ([, [, when]]) => when < born || when > asked - EVERY / 2;
  const typed = Object.entries(kept()).filter(open);
  keep(Object.fromEntries(typed));
  const left = new Set(typed.map(([name]) => name));
  for (const box of boxes().filter((one) => !left.has(named(one)))) {
    box.closest("td, .jupyter-widgets")?.querySelector(".kept")?.remove();
  }
}

let sent = false;
function sendAgain() {
  const typed = kept();
  if (sent || gone || !Object.keys(typed).length) return;
  const ready = boxes().filter((one) => named(one) in typed);
  if (!ready.length || ready.some((one) => one.disabled)) return;
  sent = true;
  for (const box of ready) {
    const [words] = typed[named(box)];
    if (box.type === "checkbox" && box.checked !== words) box.click();
    if (box.type === "checkbox") continue;
    box.value = words;
    for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  keep(Object.fromEntries(Object.entries(typed).map(([name, [words]]) => [name, [words, Date.now()]])));
}

// --- Whether anybody answers ----------------------------------------------------------------------
function stopped(words) {
  if (gone) return;
  gone = true;
  const notice = document.createElement("div");
  notice.className = "gone";
  notice.setAttribute("role", "alert");
  const again = document.createElement("button");
  again.textContent = "Open the page again";
  again.addEventListener("click", () => location.reload());
  const more = " Go on reading and writing: what you write stays in this browser until then.";
  notice.append(Object.assign(document.createElement("p"), { textContent: words + more }), again);
  document.body.append(notice);
  if (!boxes().includes(document.activeElement)) again.focus(); // who writes goes on writing
  const typed = kept();
  for (const box of boxes().filter((one) => named(one) in typed)) note(box);
  look();
}

function found(asked) {
  const lost = missed > 0 || gone;
  [missed, gone] = [0, false];
  if (!lost) return arrived(asked);
  document.querySelector(".gone")?.remove();
  sent = false;
  look();
}

// the page that the facilitator has gone on to; nobody is taken away from what they write
function where(page) {
  const link = document.getElementById("room");
  if (!link) return;
  link.hidden = !page || page === location.pathname;
  link.href = page ?? "";
  link.textContent = `The room is on page ${Number((page ?? "").slice(1, 3))} →`;
}

async function watch() {
  const asked = Date.now();
  try {
    const answer = await fetch(`/alive/${kernelId}`, { cache: "no-store" });
    where(answer.headers.get("Smarter-Page"));
    if (answer.ok && (await answer.text()) === "yes") return found(asked);
    return stopped("This page has stopped. What was saved is kept: open the page again to go on.");
  } catch {
    missed += 1;
    if (missed < 2) return;
    stopped("The computer that shows these pages does not answer. What was saved is kept there.");
  }
}

document.addEventListener("smarter:person", ({ detail: person }) => {
  document.getElementById("who").textContent = person || "Our team";
  for (const link of [location, ...document.querySelectorAll("a[data-person]")]) {
    const address = new URL(link.href);
    if (person) address.searchParams.set("person", person);
    else address.searchParams.delete("person");
    if (link === location) history.replaceState(null, "", address);
    else link.href = address;
  }
});
for (const kind of ["input", "change"]) document.addEventListener(kind, typing, true);
new MutationObserver(look).observe(here, { childList: true, subtree: true });
addEventListener("pageshow", watch);
document.addEventListener("visibilitychange", () => document.hidden || watch());
setInterval(watch, EVERY);
