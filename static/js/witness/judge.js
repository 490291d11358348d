/**
 * Whether a head that is shown follows those that are kept. Worked out from facts alone.
 *
 * @typedef {import('./kept.js').Head} Head
 * @typedef {Head & {before: {seq: number, hash: string}|null}} Shown
 */

/**
 * `follows`: keep it. `ask`: this device may have missed some, or the page is an old one; the server is asked for all.
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
 * The first kept head that the server's journal does not have; null when it has them all. The list begins at its first.
 * @param {Head[]} kept
 * @param {[number, string][]} all numbers and hashes that the server has handed out
 * @param {boolean} whole whether these are all: guests and the hall are told of some only, which others here may keep
 * @returns {Head|null}
 */
export function contradicted(kept, all, whole) {
  const known = new Map(all);
  return kept.find(({ seq, hash }) => (whole || known.has(seq)) && known.get(seq) !== hash) ?? null;
}
