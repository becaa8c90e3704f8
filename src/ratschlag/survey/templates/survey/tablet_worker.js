// Lets a paired tablet open its survey without a network. Made by survey/views/tablet.py.
const NAME = "ratschlag_unterwegs_{{ state }}";
const PAGE = "{{ kept.0 }}";
const KEPT = [{% for address in kept %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.map((address) => new Request(address, { cache: "reload" })));
  await self.skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("ratschlag_unterwegs") && name !== NAME) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (KEPT.includes(pathname)) event.respondWith(kept(request));
  // Every other page is as it always is; without a network the way leads back to the survey.
  else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => Response.redirect(PAGE)));
  }
});
