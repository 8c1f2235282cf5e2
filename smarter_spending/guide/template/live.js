// What a live page does by itself: says when its boxes are there, when an answer is saved, who
// writes, and, when its Python has stopped, what to press.  It holds no answer.
const EVERY = 4000; // milliseconds between two looks whether the page is alive
const here = document.getElementById("main");
const saved = document.getElementById("saved");
const { kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
let missed = 0;

function say(words, look) {
  if (saved.textContent === words) return;
  saved.textContent = words;
  saved.className = look;
}

function look() {
  for (const still of here.querySelectorAll(".live:has(.jupyter-widgets) > .still")) still.remove();
  if (here.inert) say("Not connected", "bad");
  else if (here.querySelector(".live [role=alert]")) say("Not saved", "bad");
  else if (here.querySelector(".ss-saved")) say("Saved", "saved");
  else if (here.querySelector(".live .jupyter-widgets")) say("Ready: saved as you write", "wait");
}

// only while the page is open is it alive: what was typed into a dead one would be lost
function stopped(words) {
  if (here.inert) return;
  here.inert = true;
  const notice = document.createElement("div");
  notice.className = "gone";
  notice.setAttribute("role", "alert");
  const again = document.createElement("button");
  again.textContent = "Open the page again";
  again.addEventListener("click", () => location.reload());
  notice.append(Object.assign(document.createElement("p"), { textContent: words }), again);
  document.body.append(notice);
  again.focus();
  look();
}

function found() {
  missed = 0;
  if (!here.inert) return;
  here.inert = false;
  document.querySelector(".gone").remove();
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
  try {
    const answer = await fetch(`/alive/${kernelId}`, { cache: "no-store" });
    where(answer.headers.get("Smarter-Page"));
    if (answer.ok && (await answer.text()) === "yes") return found();
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
new MutationObserver(look).observe(here, { childList: true, subtree: true });
addEventListener("pageshow", watch);
document.addEventListener("visibilitychange", () => document.hidden || watch());
setInterval(watch, EVERY);
