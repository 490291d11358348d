/** The search row of the reader: type, Enter, and Enter again for the next hit. */

import { Marks } from './marks.js';
import { t } from '../parts/words.js';

/**
 * Returns the function that searches for words given in the address.
 * @param {HTMLElement} reader
 * @param {import('./pages.js').PageColumn} column
 * @param {import('./find.js').Finder} finder
 */
export function wireSearch(reader, column, finder) {
  /** @type {HTMLFormElement} */
  const row = reader.querySelector('[data-find]');
  const opener = reader.querySelector('[data-find-open]');
  const search = new Search(column, finder, row.querySelector('[data-found]'));
  const show = (shown) => {
    row.hidden = !shown;
    opener.setAttribute('aria-expanded', String(shown));
    if (shown) row.elements.words.focus();
    else search.forget();
  };
  opener.onclick = () => show(row.hidden);
  row.onkeydown = (event) => {
    if (event.key === 'Escape') show(false);
  };
  row.onsubmit = (event) => {
    event.preventDefault();
    search.for(row.elements.words.value.trim());
  };
  for (const button of row.querySelectorAll('[data-hit]')) {
    button.onclick = () => search.step(Number(button.dataset.hit));
  }
  return (words) => {
    if (!words) return;
    show(true);
    row.elements.words.value = words;
    search.for(words.trim());
  };
}

class Search {
  #words = '';
  #running = false;
  #marks;
  #column;
  #finder;
  #said;

  constructor(column, finder, said) {
    this.#marks = new Marks(column);
    this.#column = column;
    this.#finder = finder;
    this.#said = said;
  }

  forget() {
    this.#words = '';
    this.#marks.clear();
    this.#said.textContent = '';
  }

  step(step) {
    this.#marks.step(step);
    this.#tell();
  }

  /** The same words again move to the next hit. */
  async for(words) {
    if (words === this.#words) {
      this.step(1);
      return;
    }
    this.forget();
    if (!words) return;
    this.#words = words;
    const from = this.#column.current;
    this.#running = true;
    this.#tell();
    for await (const hit of this.#finder.find(words)) {
      if (words !== this.#words) return;
      this.#marks.add(hit);
      if (!this.#marks.position && hit.page >= from) this.#marks.goTo(this.#marks.count - 1);
      this.#tell();
    }
    if (words !== this.#words) return;
    this.#running = false;
    if (this.#marks.count && !this.#marks.position) this.#marks.goTo(0);
    this.#tell();
  }

  #tell() {
    const { position, count } = this.#marks;
    const none = this.#running ? t('Đang tìm…') : t('Không tìm thấy');
    const words = count ? `${position}/${count}` : none;
    this.#said.textContent = this.#words ? words : '';
  }
}
