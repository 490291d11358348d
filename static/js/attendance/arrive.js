/**
 * Arriving by the code on the hall screen. This page may come from the browser's cache; the code is after the `#` of
 * its address. The only request to the server submits the code. It is not sent while the page is hidden: browsers also
 * load pages ahead of time.
 */

import { newKey, post } from '../parts/post.js';

const AGAIN_AFTER = 2_000;

const card = document.querySelector('[data-card]');

/** Apply this device's colours and text size, even when the page came from the cache. */
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

/** Submit the code, again and again while nobody answers. A person who is checked in already sees that. */
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
