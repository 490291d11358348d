/**
 * The hall screen. It has no keyboard and nobody near it: it keeps the last good picture, shows quietly
 * how long it has been alone, and comes back by itself. The check-in code is renewed before it goes stale.
 */

import { stayAwake } from './awake.js';
import { enterRoom } from './live.js';
import { startTicking } from './ticking.js';

const RENEW_EVERY = 15; // seconds, unless the picture says otherwise

/** Fetch the newest code and put it in place only when it is whole. @param {HTMLImageElement} picture */
async function renew(picture, address) {
  try {
    const response = await fetch(address, { cache: 'no-store' });
    if (!response.ok) return;
    const old = picture.src;
    picture.src = URL.createObjectURL(await response.blob());
    await picture.decode();
    if (old.startsWith('blob:')) URL.revokeObjectURL(old);
  } catch {
    // the old code stays on the screen; check-in itself refuses a stale one and says why
  }
}

function keepRenewing(picture) {
  const address = picture.src;
  const every = Number(picture.dataset.passEvery) || RENEW_EVERY;
  setInterval(() => renew(picture, address), every * 1_000);
}

startTicking();
stayAwake();
enterRoom(document.getElementById('room'));
for (const picture of document.querySelectorAll('img[data-pass]')) keepRenewing(picture);
