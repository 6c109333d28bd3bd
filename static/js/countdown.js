// [data-countdown] on a <time>: counts down to its datetime, then says data-over. Ten minutes before, a minute before and at
// the end the words it stands among are said to who listens: every second would be noise.
const SOON = 10 * 60 * 1000;
const SAID = [SOON, 60 * 1000, 0];

const counting = document.querySelectorAll("[data-countdown]");
// By the moment: what a page draws anew counts down to the same one.
const far = new Map([...counting].map((time) => [time.dateTime, stage(time)]));
const said = document.createElement("p");
if (counting.length) {
  said.className = "sr-only";
  said.setAttribute("role", "status");
  said.dataset.countdownSaid = "";
  document.getElementById("main").append(said);
}

function left(time) {
  return Date.parse(time.dateTime) - Date.now();
}

function stage(time) {
  return SAID.filter((before) => left(time) <= before).length;
}

function say(time) {
  const before = far.get(time.dateTime);
  if (stage(time) > before) said.textContent = time.parentElement.innerText;
  far.set(time.dateTime, stage(time));
}

function unit(name, number) {
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit", unit: name, unitDisplay: "long",
  }).format(number);
}

function words(time) {
  const seconds = Math.floor(time / 1000);
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = pad(Math.floor(seconds / 60) % 60);
  const days = Math.floor(hours / 24);
  if (days >= 7) return unit("day", days);
  if (days) {
    const parts = [unit("day", days), ...(hours % 24 ? [unit("hour", hours % 24)] : [])];
    return new Intl.ListFormat(document.documentElement.lang, { type: "unit", style: "short" }).format(parts);
  }
  return hours ? `${hours}:${minutes}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

function tick() {
  for (const time of document.querySelectorAll("[data-countdown]")) {
    const text = left(time) > 0 ? words(left(time)) : time.dataset.over;
    if (time.textContent !== text) time.textContent = text;
    time.classList.toggle("countdown--soon", left(time) > 0 && left(time) < SOON);
    time.classList.toggle("countdown--over", left(time) <= 0);
    say(time);
  }
}

tick();
// What a page draws anew is written as it was before, in the same breath.
document.addEventListener("redrawn", tick);
setInterval(tick, 1000);
