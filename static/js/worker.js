// Where somebody is signed in, sw.js is there before the line is gone. It is looked at anew once in an hour, not with each page.
const register = () => navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }).catch(() => null);

if (document.querySelector(".has-dock")) addEventListener("load", register);
