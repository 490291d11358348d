/**
 * Times that move by themselves: `[data-since]` counts up, `[data-until]` counts down and then says how long
 * it has run over, `[data-clock]` tells the time. All by the server's clock, so that two screens never disagree.
 */

import { hhmm, hhmmss, lasting, serverNow } from './clock.js';

const LAST = 60_000; // the last minute is marked

/** Write the present into every moving time under `root`. @param {ParentNode} root */
export function tick(root = document) {
  const now = serverNow();
  for (const place of root.querySelectorAll('[data-since]')) {
    write(place, lasting(now - Date.parse(place.dataset.since)));
  }
  for (const place of root.querySelectorAll('[data-until]')) {
    const left = Date.parse(place.dataset.until) - now;
    place.dataset.left = left < 0 ? 'over' : left <= LAST ? 'last' : 'some';
    write(place, lasting(Math.abs(left)));
  }
  for (const place of root.querySelectorAll('[data-clock]')) {
    write(place, place.dataset.clock === 'hm' ? hhmm(now) : hhmmss(now));
  }
}

/** Only a changed text is written: a screen reader and the compositor are left alone otherwise. */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Start ticking, on the second of the server's clock. */
export function startTicking() {
  const next = () => {
    tick();
    setTimeout(next, 1000 - (serverNow() % 1000));
  };
  next();
}
