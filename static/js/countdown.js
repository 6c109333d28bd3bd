// [data-countdown] on a <time>: counts down to its datetime, then says data-over.
const SOON = 10 * 60 * 1000;

function words(left) {
  const seconds = Math.floor(left / 1000);
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = pad(Math.floor(seconds / 60) % 60);
  if (hours >= 48) {
    return new Intl.NumberFormat(document.documentElement.lang, {
      style: "unit", unit: "day", unitDisplay: "long",
    }).format(Math.floor(hours / 24));
  }
  return hours ? `${hours}:${minutes}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

function tick() {
  for (const time of document.querySelectorAll("[data-countdown]")) {
    const left = Date.parse(time.dateTime) - Date.now();
    const text = left > 0 ? words(left) : time.dataset.over;
    if (time.textContent !== text) time.textContent = text;
    time.classList.toggle("countdown--soon", left > 0 && left < SOON);
    time.classList.toggle("countdown--over", left <= 0);
  }
}

tick();
setInterval(tick, 1000);
