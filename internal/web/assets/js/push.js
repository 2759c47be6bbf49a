// What a browser runs when it is told of a notice (a service worker). It shows it, leads to it, and says so when the push service has
// given the browser another address. It caches nothing and touches no request.
'use strict';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  let n;
  try { n = event.data.json(); } catch { n = {}; }
  // A browser is to show something for each message, so one that cannot be read leads to the list.
  event.waitUntil(self.registration.showNotification(String(n.title || n.who || location.host), {
    body: [n.who, n.body].filter(Boolean).join('\n'), tag: String(n.tag || 'notice'), dir: 'auto', data: { url: String(n.url || '/notices') },
  }));
});

const safe = (address) => {
  try {
    const u = new URL(address, location.origin);
    return u.protocol === 'https:' || u.origin === location.origin ? u.href : '/notices';
  } catch { return '/notices'; }
};

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const to = safe(event.notification.data?.url);
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: 'window' });
    const there = open.find((c) => c.url === to);
    return there ? there.focus() : self.clients.openWindow(to);
  })());
});

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil((async () => {
    const old = event.oldSubscription;
    const s = event.newSubscription || (old && await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: old.options.applicationServerKey }));
    if (!s || !old) return;
    await fetch('/push', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...s.toJSON(), was: old.endpoint }) });
  })());
});
