// Shows what the market pushes, and opens what it is about.
self.addEventListener("push", (event) => {
  const notice = event.data.json();
  const shown = { body: notice.body, tag: notice.tag, data: notice.url };
  event.waitUntil(self.registration.showNotification(notice.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

async function open(path) {
  const address = new URL(path, self.location.origin).href;
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  return page.navigate(address);
}
