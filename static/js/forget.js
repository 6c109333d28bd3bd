// form[data-forget]: who signs out by it leaves nothing typed and unsaved on the device for whoever comes next.
// [data-forgets]: work that is handed in or over, of which nothing unsaved is needed any more. So are files on their way.
function forget(beginning) {
  try {
    if (beginning === "unsaved ") sessionStorage.removeItem("sent");
    for (const key of Object.keys(localStorage)) if (key.startsWith(beginning)) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

async function forgetFiles(beginning) {
  if (!(await caches.has("unsaved"))) return;
  const cache = await caches.open("unsaved");
  for (const request of await cache.keys()) {
    if (new URL(request.url).pathname.startsWith(beginning)) await cache.delete(request);
  }
}

document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-forget]")) return;
  forget("unsaved ");
  globalThis.caches?.delete("unsaved").catch(() => null);
});

for (const { dataset } of document.querySelectorAll("[data-forgets]")) {
  forget(`unsaved ${dataset.forgets}`);
  if (globalThis.caches) forgetFiles(`/unsaved/${dataset.forgets}/`).catch(() => null);
}
