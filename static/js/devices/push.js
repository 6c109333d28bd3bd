// [data-push]: has this device show notices. Hidden where the browser cannot, and where it does already.
const part = document.querySelector("[data-push]");
const here = part && "PushManager" in window ? await navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }) : null;

const said = async () => (await here.pushManager.getSubscription())?.endpoint;

async function subscribe() {
  const known = await here.pushManager.getSubscription();
  const applicationServerKey = part.dataset.push;
  return known ?? here.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

function send({ endpoint, keys }) {
  const form = part.querySelector("form");
  form.elements.endpoint.value = endpoint;
  form.elements.device_key.value = keys.p256dh;
  form.elements.secret.value = keys.auth;
  form.submit();
}

if (here) {
  const endpoint = await said();
  const mine = endpoint && document.querySelector(`[data-endpoint="${CSS.escape(endpoint)}"]`);
  if (mine) mine.querySelector("[data-here]").hidden = false;
  else part.hidden = false;
  part.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await navigator.serviceWorker.ready;
      send((await subscribe()).toJSON());
    } catch {
      part.querySelector("[data-refused]").hidden = false;
    }
  });
}
