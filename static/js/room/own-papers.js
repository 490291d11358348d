/**
 * Papers for this person alone, or only for a time. The server's panels, which are the same for everybody in a view,
 * do not show them. Fetched again when the panel of papers says so, and when a time begins or ends.
 */

import { serverNow } from '../live/clock.js';

const SPREAD = 3_000; // milliseconds; a hall does not ask at the same moment
const LONGEST = 3_600_000; // a longer timer is started again: browsers count at most 24 days

let waiting = 0;

/** @param {HTMLElement} room the part of the page with the panel of papers */
export function watchOwnPapers(room) {
  /** @type {HTMLElement|null} */
  const place = room.querySelector('[data-own-papers]');
  if (!place) return;
  let known = tokenOf(room);
  room.addEventListener('panel:drawn', () => {
    const token = tokenOf(room);
    if (token === known) return;
    known = token;
    setTimeout(() => read(place), Math.random() * SPREAD);
  });
  waitForChange(place);
}

const tokenOf = (room) => room.querySelector('[data-own]')?.dataset.own ?? '';

/** @param {HTMLElement} place */
async function read(place) {
  try {
    const answer = await fetch(place.dataset.ownPapers, { cache: 'no-store' });
    if (!answer.ok || answer.redirected) return;
    place.innerHTML = await answer.text();
  } catch {
    // the network is away: the next drawing or the next moment asks again
  }
  waitForChange(place);
}

/** @param {HTMLElement} place */
function waitForChange(place) {
  clearTimeout(waiting);
  const { changesAt } = place.querySelector('[data-changes-at]')?.dataset ?? {};
  if (!changesAt) return;
  const left = Date.parse(changesAt) - serverNow();
  waiting = setTimeout(
    () => (left > LONGEST ? waitForChange(place) : read(place)),
    Math.min(Math.max(left, 0) + 1_000, LONGEST),
  );
}
