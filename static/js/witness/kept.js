/**
 * What this device keeps of each meeting: the heads of the journal that it was shown, and the ballots of its seat.
 * It is bounded, and what does not fit or cannot be written (a browser that keeps nothing) is simply not kept.
 * Each key has a place of its own: another installation at the same address numbers its meetings from one again.
 *
 * @typedef {object} Head a signed statement of where a journal stands
 * @property {string} book
 * @property {number} seq
 * @property {string} hash
 * @property {string} prev
 * @property {string} at
 * @property {string} key
 * @property {string} signature
 *
 * @typedef {object} Receipt a ballot as the server acknowledged it
 * @property {string} book
 * @property {number} seat
 * @property {number} motion
 * @property {string} choice
 * @property {string} at
 * @property {string} code
 *
 * @typedef {{heads: Head[], receipts: Receipt[]}} Kept
 */

const PLACE = 'witness:';
const MOST_HEADS = 200;
const MOST_RECEIPTS = 500;
const MOST_BOOKS = 20;

/** @param {string} book @param {string} key the server's key @returns {Kept} */
export function keptOf(book, key) {
  try {
    const { heads, receipts } = JSON.parse(localStorage.getItem(placeOf(book, key)));
    return { heads, receipts };
  } catch {
    return { heads: [], receipts: [] };
  }
}

/** The number of a meeting comes last. @param {string} book @param {string} key */
const placeOf = (book, key) => `${PLACE}${key}:${book}`;

/** The journal of a meeting, as it names itself. @param {number} meetingId */
export const bookOf = (meetingId) => `meeting-${meetingId}`;

/** Keep one more head. @param {Head} head */
export function keepHead(head) {
  const kept = keptOf(head.book, head.key);
  if (kept.heads.some(({ seq, hash }) => seq === head.seq && hash === head.hash)) return;
  kept.heads = [...kept.heads, head].sort((a, b) => a.seq - b.seq).slice(-MOST_HEADS);
  write(placeOf(head.book, head.key), kept);
}

/**
 * Keep every ballot that is not kept yet; one that replaces another stands beside it.
 * @param {string} book @param {string} key @param {Receipt[]} receipts
 */
export function keepReceipts(book, key, receipts) {
  const kept = keptOf(book, key);
  const known = new Set(kept.receipts.map(({ motion, at }) => `${motion} ${at}`));
  const fresh = receipts.filter(({ motion, at }) => !known.has(`${motion} ${at}`));
  if (fresh.length === 0) return;
  kept.receipts = [...kept.receipts, ...fresh].slice(-MOST_RECEIPTS);
  write(placeOf(book, key), kept);
}

/** Of whoever used this device nothing is kept any more; heads are nobody's, and stay. */
export function forgetReceipts() {
  for (const place of Object.keys(localStorage).filter(isPlace)) {
    const [key, book] = place.slice(PLACE.length).split(':');
    write(place, { heads: keptOf(book, key).heads, receipts: [] });
  }
}

/** Whether something is kept here under that name. @param {string} name */
export const isPlace = (name) => name.startsWith(PLACE);

/** @param {string} place @param {Kept} kept */
function write(place, kept) {
  try {
    localStorage.setItem(place, JSON.stringify(kept));
    const others = Object.keys(localStorage).filter((name) => isPlace(name) && name !== place);
    const number = (name) => Number(name.split('-').at(-1));
    for (const old of others.sort((a, b) => number(b) - number(a)).slice(MOST_BOOKS - 1)) localStorage.removeItem(old);
  } catch {
    return; // a full or closed store: other devices keep it
  }
}
