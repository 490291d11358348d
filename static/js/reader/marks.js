/** Hits of a search as boxes on the pages. One of them is the current one. */

export class Marks {
  /** @type {{page: number, boxes: number[][], elements: HTMLElement[]}[]} */ #hits = [];
  #at = -1;
  #column;

  /** @param {import('./pages.js').PageColumn} column */
  constructor(column) {
    this.#column = column;
  }

  get count() {
    return this.#hits.length;
  }

  /** Number of the current hit from 1, or 0 when none is. */
  get position() {
    return this.#at + 1;
  }

  clear() {
    for (const { elements } of this.#hits) for (const element of elements) element.remove();
    this.#hits = [];
    this.#at = -1;
  }

  /** @param {import('./find.js').Hit} hit */
  add({ page, boxes }) {
    const elements = boxes.map(boxAt);
    this.#column.sheet(page).append(...elements);
    this.#hits.push({ page, boxes, elements });
  }

  /** @param {1|-1} step */
  step(step) {
    if (this.count) this.goTo((this.#at + step + this.count) % this.count);
  }

  /** Make a hit the current one and bring it into view. @param {number} index */
  goTo(index) {
    this.#shade(false);
    this.#at = index;
    this.#shade(true);
    const { page, boxes } = this.#hits[index];
    this.#column.reveal(page, boxes[0][0], boxes[0][1]);
  }

  #shade(current) {
    for (const element of this.#hits[this.#at]?.elements ?? []) element.classList.toggle('current', current);
  }
}

/** @param {number[]} box left, top, width, height: parts of the page */
function boxAt([left, top, width, height]) {
  const element = document.createElement('mark');
  element.className = 'hit';
  const place = { left, top, width, height };
  element.style.position = 'absolute';
  for (const [side, part] of Object.entries(place)) element.style[side] = `${part * 100}%`;
  return element;
}
