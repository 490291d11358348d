/**
 * The service worker of a kiosk's page: without a network the page still loads and goes on reading. For the page
 * itself the server is always asked first. offline.js has stored what it uses.
 */

const CACHE = 'door'; // offline.js fills it

const ANSWERS_WITHIN = 4_000;

/** @type {any} */
const worker = self;

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith('/static/')) event.respondWith(file(request));
});

/**
 * Return the server's answer, whatever it is, or the stored page when nobody answers in time.
 * @param {Request} request
 */
async function page(request) {
  try {
    const answer = await Promise.race([fetch(request), late()]);
    if (answer.status < 500) return answer;
  } catch {
    // no network
  }
  return await kept(request) ?? Response.error();
}

/** A file never changes under its address. @param {Request} request */
async function file(request) {
  const found = await kept(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request.url, answer.clone());
  return answer;
}

/** @param {Request} request */
const kept = (request) => caches.match(request.url, { cacheName: CACHE, ignoreVary: true });

/** @returns {Promise<never>} */
const late = () => new Promise((_, refuse) => setTimeout(() => refuse(new Error('late')), ANSWERS_WITHIN));
