/** Hits of a search on the pages: numbered, the current one marked, found again by going to the next. */

export class Marks {
  /** @type {import('./reader-find.js').Hit[]} */ #hits = [];
  #at = -1;
  #column;

  /** @param {import('./reader-pages.js').PageColumn} column */
  constructor(column) {
    this.#column = column;
  }

  get count() {
    return this.#hits.length;
  }

  /** Number of the current hit, 0 when none. */
  get position() {
    return this.#at + 1;
  }

  clear() {
    for (const { element } of this.#hits.flatMap((hit) => hit.marks)) element.remove();
    this.#hits = [];
    this.#at = -1;
  }

  /** @param {import('./reader-find.js').Hit} hit */
  add(hit) {
    const sheet = this.#column.sheet(hit.page);
    const marks = hit.boxes.map((box) => ({ element: markAt(box) }));
    sheet.append(...marks.map(({ element }) => element));
    this.#hits.push({ ...hit, marks });
  }

  /** Go to the first hit on the page being read or after it. */
  startFrom(page) {
    const first = this.#hits.findIndex((hit) => hit.page >= page);
    this.#go(first < 0 ? 0 : first);
  }

  /** @param {1|-1} step */
  step(step) {
    if (this.count) this.#go((this.#at + step + this.count) % this.count);
  }

  #go(index) {
    this.#shade(false);
    this.#at = index;
    this.#shade(true);
    const hit = this.#hits[index];
    const mark = hit.marks[0].element;
    if (mark.offsetParent) mark.scrollIntoView({ block: 'center', inline: 'nearest' });
    else this.#column.goTo(hit.page);
  }

  #shade(current) {
    for (const { element } of this.#hits[this.#at]?.marks ?? []) element.classList.toggle('current', current);
  }
}

function markAt([left, top, width, height]) {
  const element = document.createElement('mark');
  element.className = 'hit';
  const place = { left, top, width, height };
  element.style.position = 'absolute';
  for (const [side, part] of Object.entries(place)) element.style[side] = `${part * 100}%`;
  return element;
}
