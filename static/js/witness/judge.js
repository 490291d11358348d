/**
 * Decides from facts alone whether a shown head follows the stored ones.
 *
 * @typedef {import('./kept.js').Head} Head
 * @typedef {Head & {before: {seq: number, hash: string}|null}} Shown
 */

/**
 * `follows`: store it. `ask`: this device may have missed some, or the page is old; the server is asked for all.
 * @param {Head[]} kept @param {Shown} shown
 * @returns {'follows'|'ask'}
 */
export function judge(kept, shown) {
  const last = kept.at(-1);
  if (!last) return 'follows';
  if (shown.seq === last.seq && shown.hash === last.hash) return 'follows';
  return shown.before?.seq === last.seq && shown.before.hash === last.hash ? 'follows' : 'ask';
}

/**
 * Return the first stored head that is missing in the server's journal, or null. The list begins at its first head.
 * @param {Head[]} kept
 * @param {[number, string][]} all numbers and hashes of the heads that the server handed out
 * @param {boolean} whole whether these are all: guests and the hall screen get only some, others here may store more
 * @returns {Head|null}
 */
export function contradicted(kept, all, whole) {
  const known = new Map(all);
  return kept.find(({ seq, hash }) => (whole || known.has(seq)) && known.get(seq) !== hash) ?? null;
}
