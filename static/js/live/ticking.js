/**
 * Moving times: `[data-since]` counts up, `[data-until]` counts down and then shows how far it is over, `[data-clock]`
 * shows the time. All follow the server's clock, so that two screens never disagree.
 */

import { hhmm, hhmmss, lasting, serverNow } from './clock.js';

const LAST = 60_000; // the last minute is marked

/** Update every moving time under `root`. @param {ParentNode} root */
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

/** Write only a changed text, so that screen readers and the compositor are not disturbed. */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Start ticking, in step with the seconds of the server's clock. */
export function startTicking() {
  const next = () => {
    tick();
    setTimeout(next, 1000 - (serverNow() % 1000));
  };
  next();
}
