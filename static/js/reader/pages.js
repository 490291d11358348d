/**
 * The pages of a paper, one below the other. Only pages in view and their neighbours are painted, never more than five
 * canvases of four million pixels: a tablet that paints a whole paper crashes.
 */

import { emptySheet, erase, isStale, measure, paint } from './sheet.js';
import { t } from '../parts/words.js';

const CANVASES = 5;

export class PageColumn extends EventTarget {
  /** @type {import('./sheet.js').Sheet[]} */ #sheets = [];
  #scroller;
  #pdf;
  #zoom = 1;
  #visible = new Set();
  #current = 1;
  #busy = false;

  /**
   * Dispatches `turn` when another page is current and `painted` (detail: page number) after painting.
   * @param {HTMLElement} scroller @param {object} pdf an open pdf.js document
   */
  constructor(scroller, pdf) {
    super();
    this.#scroller = scroller;
    this.#pdf = pdf;
    scroller.style.overflowAnchor = 'none'; // this class keeps the position; two mechanisms would conflict
  }

  get current() {
    return this.#current;
  }

  get zoom() {
    return this.#zoom;
  }

  get count() {
    return this.#pdf.numPages;
  }

  /** Return the element of a page, for placing marks on it. @param {number} number from 1 */
  sheet(number) {
    return this.#sheets[number - 1].element;
  }

  /** Lay out empty pages of the first page's size and show the wanted page. */
  async open(at) {
    const first = await this.#pdf.getPage(1);
    for (let number = 1; number <= this.count; number += 1) this.#sheets.push(emptySheet(number, first));
    this.#scroller.replaceChildren(...this.#sheets.map((sheet) => sheet.element));
    this.#layOut();
    this.goTo(at);
    this.#watch();
  }

  /** Bring the top of a page to the top of the view. */
  goTo(number) {
    const wanted = Math.min(Math.max(1, number), this.count);
    this.#scroller.scrollTop = this.sheet(wanted).offsetTop - this.#scroller.firstElementChild.offsetTop;
    this.#setCurrent(wanted);
  }

  /** Bring a point of a page to the middle of the view. @param {number} left and `top`: parts of the page */
  reveal(number, left, top) {
    const { offsetTop, offsetLeft, offsetWidth, offsetHeight } = this.sheet(number);
    const { clientWidth, clientHeight } = this.#scroller;
    const x = offsetLeft + left * offsetWidth;
    const y = offsetTop + top * offsetHeight;
    this.#scroller.scrollTo(x - clientWidth / 2, y - clientHeight / 2);
  }

  /** 1 is the width of the view. The text being read stays where it is. */
  setZoom(zoom) {
    this.#zoom = zoom;
    this.#keepingPlace(() => this.#layOut());
    this.#paintNext();
  }

  #watch() {
    const seen = new IntersectionObserver((entries) => this.#see(entries), { root: this.#scroller });
    for (const { element } of this.#sheets) seen.observe(element);
    this.#scroller.addEventListener('scroll', () => requestAnimationFrame(() => this.#follow()));
    new ResizeObserver(() => this.setZoom(this.#zoom)).observe(this.#scroller);
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      const number = Number(target.dataset.page);
      if (isIntersecting) this.#visible.add(number);
      else this.#visible.delete(number);
    }
    this.#paintNext();
  }

  /** The current page is the one a third down the view, where people read. */
  #follow() {
    const line = this.#scroller.scrollTop + this.#scroller.clientHeight / 3;
    this.#setCurrent(this.#numberAt(line));
  }

  #numberAt(y) {
    const top = this.#scroller.firstElementChild.offsetTop;
    let low = 1;
    let high = this.count;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.sheet(middle).offsetTop - top <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #setCurrent(number) {
    if (number === this.#current) return;
    this.#current = number;
    this.dispatchEvent(new Event('turn'));
  }

  #layOut() {
    const room = this.#room();
    for (const sheet of this.#sheets) this.#size(sheet, room);
  }

  #size(sheet, room) {
    const width = Math.floor(room * this.#zoom);
    sheet.element.style.width = `${width}px`;
    sheet.element.style.height = `${Math.floor((width * sheet.height) / sheet.width)}px`;
  }

  /** Change heights without moving the line that is being read. */
  #keepingPlace(change) {
    const anchor = this.sheet(this.#numberAt(this.#scroller.scrollTop));
    const into = (this.#scroller.scrollTop - anchor.offsetTop) / anchor.offsetHeight;
    change();
    this.#scroller.scrollTop = anchor.offsetTop + into * anchor.offsetHeight;
  }

  /** Return the pages to paint, nearest to the reader first. */
  #wanted() {
    const near = new Set();
    for (const number of this.#visible) {
      for (const page of [number, number - 1, number + 1]) near.add(page);
    }
    near.delete(0);
    near.delete(this.count + 1);
    const far = (number) => Math.abs(number - this.#current) + (this.#visible.has(number) ? 0 : this.count);
    return [...near].sort((a, b) => far(a) - far(b)).slice(0, CANVASES);
  }

  /** Free pages out of reach, then paint one page after another until all wanted pages are there. */
  async #paintNext() {
    const wanted = this.#wanted();
    this.#sheets.forEach((sheet, i) => wanted.includes(i + 1) || erase(sheet));
    if (this.#busy) return;
    const next = wanted.find((number) => isStale(this.#sheets[number - 1]));
    if (!next) return;
    this.#busy = true;
    await this.#paint(next);
    this.#busy = false;
    this.#paintNext();
  }

  async #paint(number) {
    const sheet = this.#sheets[number - 1];
    try {
      const page = await this.#pdf.getPage(number);
      if (measure(sheet, page)) this.#keepingPlace(() => this.#size(sheet, this.#room()));
      await paint(sheet, page);
      this.dispatchEvent(new CustomEvent('painted', { detail: number }));
    } catch (problem) {
      if (problem.name !== 'RenderingCancelledException') this.#offerAgain(sheet, number);
    }
  }

  #offerAgain(sheet, number) {
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'trouble';
    again.textContent = t('Trang %(n)s chưa mở được. Chạm để thử lại.', { n: number });
    again.onclick = () => {
      again.remove();
      this.#paintNext();
    };
    sheet.element.append(again);
  }

  /** Return the width of a page at 100 %. */
  #room() {
    const { paddingLeft, paddingRight } = getComputedStyle(this.#scroller);
    return this.#scroller.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  }
}
