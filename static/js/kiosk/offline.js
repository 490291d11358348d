/**
 * The kiosk's page works without a network, even after a reload. It needs HTTPS, because browsers allow it nowhere
 * else. The page, its files and the list of names are stored; all of it is deleted when the kiosk is stopped.
 */

import { learn, serverNow } from '../live/clock.js';
import { CACHE } from './forget.js';

const POLICY = 'Content-Security-Policy';
const NOW = /data-now="[^"]*"/; // a page loaded later is not from that time

/** @typedef {{people: any[], mark: string, ahead: number}} Names */

/** Keep the page as it is now. @param {string} door its address */
export async function outlast(door) {
  try {
    await navigator.serviceWorker.register(`${door}/worker.js`, { scope: door });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(CACHE);
    const page = await fetch(door);
    const words = await page.text();
    if (!page.ok || !words.includes('data-kiosk')) return; // no longer a kiosk
    const files = performance.getEntriesByType('resource').map((each) => each.name).filter(isFile);
    await Promise.all(files.map((each) => cache.add(each)));
    const headers = { 'Content-Type': 'text/html', [POLICY]: page.headers.get(POLICY) }; // for the page's own nonce
    await cache.put(door, new Response(words.replace(NOW, 'data-now=""'), { headers }));
    const isOld = (url) => isFile(url) ? !words.includes(version(url)) : !new URL(url).pathname.startsWith(door);
    const old = (await cache.keys()).filter(({ url }) => isOld(url)); // of an earlier version or another meeting
    await Promise.all(old.map((each) => cache.delete(each)));
  } catch {
    return; // without a network, what was stored before stays
  }
}

/** Store the list of names, and how far the server's clock is ahead. @param {string} door @param {any} news */
export async function keepList(door, { people, mark }) {
  const list = JSON.stringify({ people, mark, ahead: serverNow() - Date.now() });
  await (await caches.open(CACHE)).put(`${door}/names`, new Response(list));
}

/** Return what was stored; the clock continues from it. @param {string} door @returns {Promise<Names|null>} */
export async function listKept(door) {
  const found = await caches.match(`${door}/names`, { cacheName: CACHE });
  const list = found ? await found.json() : null;
  if (list) learn(new Date(Date.now() + list.ahead).toISOString(), 0);
  return list;
}

/** @param {string} address */
const isFile = (address) =>
  new URL(address).origin === location.origin && new URL(address).pathname.startsWith('/static/');

/** `/static/<version>/`. @param {string} address */
const version = (address) => new URL(address).pathname.split('/', 3).join('/');
