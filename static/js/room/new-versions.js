/**
 * Newer versions of papers that this person has opened. Fetched again when papers are drawn in other versions, and
 * when another of their devices has opened one; a hall does not ask at the same moment.
 */

import { listen } from '../live/live.js';

const SPREAD = 3_000; // milliseconds

/** @param {HTMLElement} room the part of the page with the panels */
export function watchNewVersions(room) {
  /** @type {HTMLElement|null} */
  const place = room.querySelector('[data-new-versions]');
  if (!place) return;
  let drawn = versionsIn(room);
  let newer = -1;
  room.addEventListener('panel:drawn', () => {
    const now = versionsIn(room);
    if (now === drawn) return;
    drawn = now;
    setTimeout(() => read(place), Math.random() * SPREAD);
  });
  listen('private', ({ reading }) => {
    if (!reading) return;
    if (newer >= 0 && newer !== reading.newer) read(place);
    newer = reading.newer;
  });
}

const versionsIn = (room) =>
  [...room.querySelectorAll('[data-version]')]
    .map(({ dataset }) => `${dataset.document}:${dataset.version}:${dataset.state}`)
    .join();

/** @param {HTMLElement} place */
async function read(place) {
  try {
    const answer = await fetch(place.dataset.newVersions, { cache: 'no-store' });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch {
    // the network is away: the next drawing asks again
  }
}
