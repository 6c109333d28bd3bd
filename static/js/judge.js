// form[data-judge]: when typing rests, asks that address what the policy says of it, and shows each
// [data-charge] of the answer beside the field it names. Told that this is too often, it rests as long as it is told.
const REST = 800;

for (const form of document.querySelectorAll("form[data-judge]")) {
  let timer = 0;
  let asked = 0;
  let until = 0;

  const show = (html) => {
    for (const old of document.querySelectorAll("[data-charge]")) old.remove();
    const found = new DOMParser().parseFromString(html, "text/html");
    for (const charge of found.querySelectorAll("[data-charge]")) {
      const field = form.elements.namedItem(charge.dataset.charge);
      (field?.closest(".field") ?? form).append(charge);
    }
  };

  const ask = async () => {
    const mine = (asked += 1);
    const answer = await fetch(form.dataset.judge, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.status === 429) return rest(answer);
    if (answer?.ok && !answer.redirected && mine === asked) show(await answer.text());
  };

  const rest = (answer) => {
    until = Date.now() + 1000 * answer.headers.get("Retry-After");
    wait();
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(REST, until - Date.now()));
  };

  form.addEventListener("input", wait);
}
