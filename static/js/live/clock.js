/**
 * The server's clock, followed on the tablet. A tablet's own clock may be wrong by minutes, so every time shown or
 * counted here comes from the server's `now`, measured by the fastest of the last answers.
 */

const VIETNAM = 7 * 3_600_000; // no summer time since 1975, so a fixed offset is exact
const TRIP_AGES_BY = 20; // ms per heartbeat: an old lucky measurement gives way to a newer one

let offset = 0;
let shortestTrip = Infinity;

/** Milliseconds since 1970 on the server's clock. */
export const serverNow = () => Date.now() + offset;

/**
 * Learn the server's time from an answer.
 * @param {string} now ISO time the server wrote
 * @param {number} trip milliseconds between question and answer
 */
export function learn(now, trip) {
  shortestTrip += TRIP_AGES_BY;
  if (!now || trip > shortestTrip) return;
  shortestTrip = trip;
  offset = Date.parse(now) + trip / 2 - Date.now();
}

/** `09:42:15` in Vietnam. @param {string|number} moment ISO time or milliseconds */
export function hhmmss(moment) {
  return new Date(new Date(moment).getTime() + VIETNAM).toISOString().slice(11, 19);
}

/** `09:42` in Vietnam. @param {string|number} moment */
export const hhmm = (moment) => hhmmss(moment).slice(0, 5);

/** `09:42 24/09/2026` in Vietnam. @param {string|number} moment */
export function dateAndTime(moment) {
  const [year, month, day] = new Date(new Date(moment).getTime() + VIETNAM).toISOString().slice(0, 10).split('-');
  return `${hhmm(moment)} ${day}/${month}/${year}`;
}

/** A length of time as `04:12`, or `1:04:12` from an hour on. @param {number} ms */
export function lasting(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
