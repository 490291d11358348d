/**
 * The hall screen. It has no keyboard and nobody near it: it keeps the last good picture, shows quietly how long it
 * has had no connection, and reconnects automatically. The check-in code is renewed before it expires.
 */

import { stayAwake } from '../parts/awake.js';
import { keepFitting } from './fit.js';
import { enterRoom } from '../live/live.js';
import { startTicking } from '../live/ticking.js';
import { witnessJournal } from '../witness/witness.js';

const TRY_AGAIN = 2; // seconds, when no code could be fetched

/**
 * Fetch the newest code and show it only when it is complete.
 * @param {HTMLImageElement} picture
 * @returns {Promise<number>} seconds until the next one
 */
async function renew(picture, address) {
  try {
    const response = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
    if (!response.ok) return TRY_AGAIN;
    const old = picture.src;
    picture.src = URL.createObjectURL(await response.blob());
    await picture.decode();
    if (old.startsWith('blob:')) URL.revokeObjectURL(old);
    return Number(response.headers.get('X-Pass-Seconds')) || TRY_AGAIN;
  } catch {
    return TRY_AGAIN; // the old code stays on the screen; check-in itself refuses an expired one and says why
  }
}

/** The server says when its code changes: a code shown until then is valid for as long again. */
async function keepRenewing(picture, address = picture.src) {
  const seconds = await renew(picture, address);
  setTimeout(keepRenewing, seconds * 1_000, picture, address);
}

startTicking();
stayAwake();
keepFitting(document.getElementById('room'), '.hall-head, .stage-body, .stage-foot');
witnessJournal(document.getElementById('room'));
enterRoom(document.getElementById('room'));
for (const picture of document.querySelectorAll('img[data-pass]')) keepRenewing(picture);
