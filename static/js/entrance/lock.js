/**
 * A tablet that several people use locks when nobody has touched it for a while. The server locks it too, by its own
 * clock; here the screen is hidden at once, even after the tablet has slept.
 */

import { newKey, post } from '../parts/post.js';
import { t } from '../parts/words.js';

const LOOK_EVERY = 1_000;
const AGAIN_AFTER = 3_000;
/** @type {HTMLMetaElement|null} */
const meta = document.querySelector('meta[name="lock-after"]');
const AFTER = Number(meta?.content) * 1000;
const TELL_EVERY = Math.min(30_000, AFTER / 4);

let used = Date.now();
let told = 0;
let locked = false;

function look() {
  if (!locked && Date.now() - used >= AFTER) lock();
}

function use() {
  look();
  if (locked) return;
  used = Date.now();
  if (used - told >= TELL_EVERY) tell();
}

async function tell() {
  told = used;
  const reply = await ask('/awake');
  if (reply.code === 'access.locked') lock();
}

const ask = (address) => post(address, { payload: {}, key: newKey() });

async function lock() {
  locked = true;
  cover();
  while ((await ask('/lock')).status === 0) await new Promise((done) => setTimeout(done, AGAIN_AFTER));
  location.assign(`/locked?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
}

function cover() {
  const words = document.createElement('p');
  words.className = 'lock-cover';
  words.setAttribute('role', 'alert');
  words.textContent = t('Máy đã khóa. Đang chờ kết nối để mở lại.');
  for (const each of document.body.children) if (each instanceof HTMLElement) each.inert = true;
  document.body.append(words);
}

if (AFTER > 0) {
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchmove']) {
    document.addEventListener(kind, use, { passive: true, capture: true });
  }
  document.addEventListener('visibilitychange', look);
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-action="lock"]')) lock();
  });
  setInterval(look, LOOK_EVERY);
  tell();
}
