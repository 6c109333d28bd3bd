// [data-advice] inside a form: what the server thinks of what is typed so far, shown while it is typed.
// Told that this is too often, it shows until when and rests as long.
for (const place of document.querySelectorAll("[data-advice]")) {
  const form = place.closest("form");
  let waiting = 0;
  let latest = 0;
  let until = 0;

  const ask = async () => {
    const mine = ++latest;
    try {
      const answer = await fetch(place.dataset.advice, { method: "POST", body: new FormData(form) });
      if (answer.status === 429) return rest(answer, await answer.text());
      if (answer.ok && mine === latest) place.innerHTML = await answer.text();
    } catch {
      // Without a connection the advice stays as it was.
    }
  };

  const rest = (answer, page) => {
    until = Date.now() + 1000 * answer.headers.get("Retry-After");
    place.replaceChildren(...new DOMParser().parseFromString(page, "text/html").querySelectorAll("[data-rest]"));
    wait();
  };

  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, Math.max(600, until - Date.now()));
  };

  form.addEventListener("input", wait);
}
