// [data-poll]: shows how far background work is; when it is done the whole page comes anew.
const later = () => setTimeout(look, 1500);

async function look() {
  const shown = document.querySelector("[data-poll]");
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return later();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-poll]");
  if (!fresh) return location.reload();
  shown.replaceChildren(...fresh.childNodes);
  document.dispatchEvent(new Event("redrawn"));
  later();
}

if (document.querySelector("[data-poll]")) later();
