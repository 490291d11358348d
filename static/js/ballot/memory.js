/**
 * What a reload must not lose: the choice in hand with its key (so that the reload cannot make a second
 * order of it), and that the person has made the sheet small to read something.
 */

const attemptPlace = (motionId) => `ballot:${motionId}`;
const SMALL = 'ballot:small';

/** @param {number} motionId @param {import('./ballot.js').Attempt|null} attempt */
export function keepAttempt(motionId, attempt) {
  if (attempt) sessionStorage.setItem(attemptPlace(motionId), JSON.stringify(attempt));
  else sessionStorage.removeItem(attemptPlace(motionId));
}

/** @returns {import('./ballot.js').Attempt|null} */
export const keptAttempt = (motionId) => JSON.parse(sessionStorage.getItem(attemptPlace(motionId)));

export function keepSmall(motionId, small) {
  if (small) sessionStorage.setItem(SMALL, String(motionId));
  else sessionStorage.removeItem(SMALL);
}

export const keptSmall = (motionId) => sessionStorage.getItem(SMALL) === String(motionId);
