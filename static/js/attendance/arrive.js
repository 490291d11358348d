/**
 * Arriving by the code on the hall screen. This page may come from the browser's own cache, and the code stands behind
 * the `#` of its address; handing it in is all that the server is asked. Nothing is handed in while nobody sees the
 * page: browsers also draw pages ahead of their owners.
 */

import { newKey, post } from '../parts/post.js';

const AGAIN_AFTER = 2_000;

const card = document.querySelector('[data-card]');

/** Also when the page came from the cache, this device's ground and size of text. */
function dress() {
  const cookie = document.cookie.split('; ').find((part) => part.startsWith('prefs='));
  const prefs = new URLSearchParams(cookie?.slice('prefs='.length));
  for (const name of ['theme', 'size']) {
    if (prefs.get(name)) document.documentElement.dataset[name] = prefs.get(name);
  }
}

function whenSeen(act) {
  if (document.visibilityState === 'visible') act();
  else document.addEventListener('visibilitychange', () => whenSeen(act), { once: true });
}

/** Hand the code in, again and again while nobody answers: whoever is here already is told so. */
async function arrive() {
  const wish = { payload: { pass: location.hash.slice(1) }, key: newKey() };
  let reply = await post('/q', wish);
  while (reply.status === 0) {
    /** @type {HTMLElement} */
    const slow = card.querySelector('[data-slow]');
    slow.textContent = slow.dataset.slow;
    await new Promise((wake) => setTimeout(wake, AGAIN_AFTER));
    reply = await post('/q', wish);
  }
  if (reply.code === 'access.not_signed_in') location.replace('/sign-in');
  else show(reply);
}

/** @param {import('../parts/post.js').Reply & {html?: string}} reply */
function show(reply) {
  card.innerHTML = reply.ok ? reply.answer.html : reply.html;
}

dress();
whenSeen(arrive);
addEventListener('hashchange', () => location.reload()); // another code was scanned into the same page
