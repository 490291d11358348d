/**
 * What this device stores of each meeting: the heads of the journal that it was shown, and the ballots of its seat.
 * The amount is limited; what does not fit or cannot be written (a browser that stores nothing) is left out. Each key
 * has a separate place: another installation at the same address numbers its meetings from one again.
 *
 * @typedef {object} Head a signed statement of a journal's last entry
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

/** The id of a meeting comes last. @param {string} book @param {string} key */
const placeOf = (book, key) => `${PLACE}${key}:${book}`;

/** Return the name of a meeting's journal. @param {number} meetingId */
export const bookOf = (meetingId) => `meeting-${meetingId}`;

/** Store one more head. @param {Head} head */
export function keepHead(head) {
  const kept = keptOf(head.book, head.key);
  if (kept.heads.some(({ seq, hash }) => seq === head.seq && hash === head.hash)) return;
  kept.heads = [...kept.heads, head].sort((a, b) => a.seq - b.seq).slice(-MOST_HEADS);
  write(placeOf(head.book, head.key), kept);
}

/**
 * Store every ballot that is not stored yet; a replacing ballot is stored beside the earlier one.
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

/** Delete the ballots of earlier users of this device. Heads belong to nobody, and stay. */
export function forgetReceipts() {
  for (const place of Object.keys(localStorage).filter(isPlace)) {
    const [key, book] = place.slice(PLACE.length).split(':');
    write(place, { heads: keptOf(book, key).heads, receipts: [] });
  }
}

/** Return whether something is stored under this name. @param {string} name */
export const isPlace = (name) => name.startsWith(PLACE);

/** @param {string} place @param {Kept} kept */
function write(place, kept) {
  try {
    localStorage.setItem(place, JSON.stringify(kept));
    const others = Object.keys(localStorage).filter((name) => isPlace(name) && name !== place);
    const number = (name) => Number(name.split('-').at(-1));
    for (const old of others.sort((a, b) => number(b) - number(a)).slice(MOST_BOOKS - 1)) localStorage.removeItem(old);
  } catch {
    return; // the store is full or closed: other devices keep it
  }
}
