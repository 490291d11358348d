/**
 * What a reload must not lose: the unsent choice with its key (so that the reload cannot make a second command of it),
 * and whether the person has minimised the sheet to read something.
 */

const attemptPlace = (motionId) => `ballot:${motionId}`;
const SMALL = 'ballot:small';

/**
 * @param {number} motionId
 * @param {number} seat the seat of the choice: another person may use this tablet next
 * @param {import('./ballot.js').Attempt|null} attempt
 */
export function keepAttempt(motionId, seat, attempt) {
  if (attempt) sessionStorage.setItem(attemptPlace(motionId), JSON.stringify({ ...attempt, seat }));
  else sessionStorage.removeItem(attemptPlace(motionId));
}

/**
 * Return this seat's choice. A choice of another or an unknown seat is removed.
 * @param {number} motionId
 * @param {number} seat
 * @returns {import('./ballot.js').Attempt|null}
 */
export function keptAttempt(motionId, seat) {
  const { seat: whose, ...attempt } = JSON.parse(sessionStorage.getItem(attemptPlace(motionId))) ?? {};
  if (seat && whose === seat) return /** @type {import('./ballot.js').Attempt} */ (attempt);
  keepAttempt(motionId, seat, null);
  return null;
}

export function keepSmall(motionId, small) {
  if (small) sessionStorage.setItem(SMALL, String(motionId));
  else sessionStorage.removeItem(SMALL);
}

export const keptSmall = (motionId) => sessionStorage.getItem(SMALL) === String(motionId);
