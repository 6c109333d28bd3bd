// time[data-local]: shown in the zone of this device, in the form the server writes it.
const form = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

for (const time of document.querySelectorAll("time[data-local]")) {
  const parts = form.formatToParts(new Date(time.dateTime));
  const part = (type) => parts.find((one) => one.type === type).value;
  time.textContent = `${part("weekday")} ${part("day")} ${part("month")}, ${part("hour")}:${part("minute")}`;
}
