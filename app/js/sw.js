// The service worker: one cache a build. The build, its files and their names are written in here by
// `cargo xtask build`. What a first visit does not need comes once the ledger is open; a build that
// takes another's place comes whole or not at all.
const BUILD = "THE BUILD";
const FIRST = ["THE FIRST"];
const LATER = ["THE LATER"];
const FILES = [...FIRST, ...LATER];
const NAMES = { THE: "NAMES" };
const CACHE = `app-${BUILD}`;

// Every file is named by its content: what a captive portal or a broken proxy gave in its place is not
// kept.
async function isWhatItsNameSays(file, answer) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  const hex = Array.from(hash.slice(0, 10), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return file.includes(`/${hex}.`);
}

// File by file: what a cut line brought so far stays for the next try, and what another build has
// under the same name is the same.
async function keep(files) {
  const cache = await caches.open(CACHE);
  for (const file of files) {
    if (await cache.match(file)) continue;
    const answer = (await caches.match(file)) ?? (await fetch(file));
    if (!answer.ok || !(await isWhatItsNameSays(file, answer.clone()))) {
      throw new Error(`${file}: ${answer.status}`);
    }
    await cache.put(file, answer);
  }
}

async function forgetOthers() {
  const others = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function fromBuild(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(keep(self.registration.active ? FILES : FIRST));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  // Said by a page of this build that has opened the store: no page of a former build is left.
  if (event.data === "opened") event.waitUntil(Promise.all([keep(LATER), forgetOthers()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  // Where citizens register themselves is the server's own page.
  if (url.pathname.startsWith("/tu-ghi-danh/")) return;
  if (request.mode === "navigate") {
    event.respondWith(fromBuild(NAMES["/"], request));
  } else if (NAMES[url.pathname]) {
    event.respondWith(fromBuild(NAMES[url.pathname], request));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(fromBuild(url.pathname, request));
  }
});
