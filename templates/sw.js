{% load static %}// Shows what the market pushes and opens what it is about; has one page ready for when there is no line.
// Nothing else is kept on the device: what the market's other pages say is for their reader alone.
const PAGE = "{% url 'offline' %}";
const FILES = [PAGE, "{% static 'css/site.css' %}", "{% static 'js/offline/again.js' %}"];
// In another language it is another page, and the browser fetches it anew: {{ LANGUAGE_CODE }}

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  // A page is asked for while this script still starts: on a small phone that takes its time.
  event.waitUntil(self.registration.navigationPreload?.enable());
});

self.addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  if (method !== "GET") {
    if (mode === "navigate" && method === "POST") event.respondWith(sent(event.request));
    return;
  }
  if (mode === "navigate") event.respondWith(fetched(event).catch(() => again(url)).catch(() => caches.match(PAGE)));
  else if (FILES.includes(new URL(url).pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(url)));
});

self.addEventListener("push", (event) => {
  const notice = event.data.json();
  const shown = { body: notice.body, tag: notice.tag, data: notice.url };
  event.waitUntil(self.registration.showNotification(notice.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

async function keep() {
  const kept = await caches.open("offline");
  await kept.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
  for (const { url } of await kept.keys()) if (!FILES.includes(new URL(url).pathname)) await kept.delete(url);
  await self.skipWaiting();
}

async function fetched({ request, preloadResponse }) {
  return (await preloadResponse) ?? fetch(request);
}

// Going back to what a form was answered with, browsers look into their own store alone, and there is no line missing.
async function again(url) {
  return fetch(url, { redirect: "manual" });
}

// A form without a line leads back to its page, which is asked for again: sending it once more is for its person alone.
async function sent(request) {
  try {
    return await fetch(request);
  } catch {
    const { referrer } = request;
    if (!referrer.startsWith(`${self.location.origin}/`)) return caches.match(PAGE);
    return Response.redirect(`${referrer}#unsent`, 303);
  }
}

async function open(path) {
  const address = new URL(path, self.location.origin).href;
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  return page.navigate(address);
}
