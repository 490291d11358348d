/** Deletes what a kiosk's page stores in its browser. A small script that every page can load. */

export const CACHE = 'door'; // worker.js answers from it

/** Return whether this browser can store the page. */
export const canOutlast = () => 'serviceWorker' in navigator && 'caches' in globalThis;

/** This machine is no longer a kiosk. */
export async function forgetAll() {
  if (!canOutlast()) return;
  await caches.delete(CACHE);
  const standing = await navigator.serviceWorker.getRegistrations();
  await Promise.all(standing.map((each) => each.unregister()));
}
