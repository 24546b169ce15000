// Keeps the app's files, one whole version at a time: a new version is fetched complete and checked
// file by file, then it waits until it may take over. It never touches the app's data (IndexedDB) and
// never answers for the server's own addresses.
'use strict';
const VERSION = '/*VERSION*/';
const FILES = [/*FILES*/]; // [path, sha256 in base64]
const CACHE = 'gezhi-' + VERSION;

const keep = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async ([path, digest]) => {
    const answer = await fetch(path, { cache: 'no-cache', integrity: 'sha256-' + digest });
    if (!answer.ok) throw new Error(path + ': HTTP ' + answer.status);
    await cache.put(path, answer);
  }));
};

self.addEventListener('install', (event) => {
  event.waitUntil(keep().catch(async (error) => {
    await caches.delete(CACHE);
    throw error;
  }));
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('gezhi-') && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

// A press on a notice: to the page that is open already, else to a new one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const there = new URL('#' + encodeURI(event.notification.data || '/'), self.registration.scope).href;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: 'window' });
    if (!pages.length) return self.clients.openWindow(there);
    const page = await pages[0].focus();
    return page.navigate(there);
  })());
});

const KNOWN = new Set(FILES.map(([path]) => new URL(path, self.location).pathname));
const START = new URL('index.html', self.location).pathname;

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  const folder = new URL('./', self.location).pathname;
  const path = url.pathname === folder ? START : url.pathname;
  if (!KNOWN.has(path)) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    return (await cache.match(path, { ignoreSearch: true })) || fetch(event.request);
  })());
});
