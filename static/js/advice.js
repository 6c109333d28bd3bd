// [data-advice] inside a form: what the server thinks of what is typed so far, shown while it is typed.
for (const place of document.querySelectorAll("[data-advice]")) {
  const form = place.closest("form");
  let waiting = 0;
  let latest = 0;

  const ask = async () => {
    const mine = ++latest;
    try {
      const answer = await fetch(place.dataset.advice, { method: "POST", body: new FormData(form) });
      if (answer.ok && mine === latest) place.innerHTML = await answer.text();
    } catch {
      // Without a connection the advice stays as it was.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 600);
  });
}
