// A screen of the room follows what the room does: it asks again, and puts what has changed in
// place of what stood there; it counts the clock down, and says when nobody answers.
const EVERY = 2000; // milliseconds
const part = document.querySelector("[data-now]");
let stood = "";
let missed = 0;

async function follow() {
  let text;
  try {
    const answer = await fetch(`${location.pathname}?part=now`, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    text = await answer.text();
    missed = 0;
  } catch {
    missed += 1;
  }
  document.body.classList.toggle("lost", missed > 1);
  if (!text || text === stood) return;
  stood = text;
  const { name, value } = document.activeElement ?? {};
  part.innerHTML = text;
  const { title } = part.firstElementChild.dataset;
  if (title) document.querySelector("h1").textContent = title;
  const same = [...part.querySelectorAll("button")].find((one) => one.name === name && one.value === value);
  same?.focus();
  tick();
}

function tick() {
  const clock = document.querySelector("[data-until]");
  if (!clock || clock.hidden) return;
  const left = Math.max(0, Math.round(Number(clock.dataset.until) - Date.now() / 1000));
  clock.firstChild.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.classList.toggle("out", !left);
}

part?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target, submitter } = event;
  await fetch(target.action, { method: "POST", body: new URLSearchParams(new FormData(target, submitter)) });
  follow();
});
if (part) setInterval(follow, EVERY);
setInterval(tick, 500);
tick();
