/**
 * What this device keeps of each meeting: the heads of the journal that it was shown, and the ballots of its seat.
 * It is bounded, and what does not fit or cannot be written (a browser that keeps nothing) is simply not kept.
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

/** @param {string} book @returns {Kept} */
export function keptOf(book) {
  try {
    const { heads, receipts } = JSON.parse(localStorage.getItem(PLACE + book));
    return { heads, receipts };
  } catch {
    return { heads: [], receipts: [] };
  }
}

/** The journal of a meeting, as it names itself. @param {number} meetingId */
export const bookOf = (meetingId) => `meeting-${meetingId}`;

/** Keep one more head. @param {Head} head */
export function keepHead(head) {
  const kept = keptOf(head.book);
  if (kept.heads.some(({ seq, hash }) => seq === head.seq && hash === head.hash)) return;
  kept.heads = [...kept.heads, head].sort((a, b) => a.seq - b.seq).slice(-MOST_HEADS);
  write(head.book, kept);
}

/** Keep every ballot that is not kept yet; one that replaces another stands beside it. @param {Receipt[]} receipts */
export function keepReceipts(book, receipts) {
  const kept = keptOf(book);
  const known = new Set(kept.receipts.map(({ motion, at }) => `${motion} ${at}`));
  const fresh = receipts.filter(({ motion, at }) => !known.has(`${motion} ${at}`));
  if (fresh.length === 0) return;
  kept.receipts = [...kept.receipts, ...fresh].slice(-MOST_RECEIPTS);
  write(book, kept);
}

function write(book, kept) {
  try {
    localStorage.setItem(PLACE + book, JSON.stringify(kept));
    const books = Object.keys(localStorage).filter((name) => name.startsWith(PLACE));
    const number = (name) => Number(name.split('-').at(-1));
    for (const old of books.sort((a, b) => number(b) - number(a)).slice(MOST_BOOKS)) localStorage.removeItem(old);
  } catch {
    return; // a full or closed store: other devices keep it
  }
}
