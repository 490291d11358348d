/**
 * The hall screen. It has no keyboard and nobody near it: it keeps the last good picture, shows quietly
 * how long it has been alone, and comes back by itself. The check-in code is renewed before it goes stale.
 */

import { stayAwake } from './awake.js';
import { enterRoom } from './live.js';
import { startTicking } from './ticking.js';

const PASS_LASTS = 15; // seconds, unless the picture says otherwise

/** The newest code, as an address inside this page; kept because a redraw brings a new picture element. */
let pass = '';
let fetching = false;

async function renewPass() {
  const picture = document.querySelector('img[data-pass]');
  if (!picture || fetching) return;
  fetching = true;
  try {
    const response = await fetch(picture.dataset.pass || picture.getAttribute('src'), { cache: 'no-store' });
    if (response.ok) showPass(await response.blob());
  } catch {
    // the old code stays; check-in itself refuses a stale one and says so
  } finally {
    fetching = false;
  }
}

function showPass(image) {
  const old = pass;
  pass = URL.createObjectURL(image);
  putPass();
  if (old) URL.revokeObjectURL(old);
}

/** Put the newest code into every place for it; a redraw leaves these pictures alone. */
function putPass() {
  for (const picture of document.querySelectorAll('img[data-pass]')) {
    picture.dataset.pass ||= picture.getAttribute('src');
    picture.dataset.keep = '';
    if (pass) picture.src = pass;
  }
}

function keepRenewing() {
  renewPass();
  const every = Number(document.querySelector('img[data-pass]')?.dataset.passEvery) || PASS_LASTS;
  setTimeout(keepRenewing, every * 1_000);
}

document.addEventListener('panel:drawn', putPass);
startTicking();
stayAwake();
enterRoom(document.getElementById('room'));
keepRenewing();
