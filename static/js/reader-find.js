/**
 * Finds words in a paper whatever the accents and the case: "duong" finds "Đường". Pages are read once,
 * one after another, and hits are shown as they come.
 */

/** @typedef {{page: number, boxes: number[][]}} Hit boxes are [left, top, width, height] in parts of the page */

export class Finder {
  #pdf;
  #pdfjs;
  #pages = new Map();
  #search = 0;

  constructor(pdf, pdfjs) {
    this.#pdf = pdf;
    this.#pdfjs = pdfjs;
  }

  /**
   * Every hit in page order; the search before this one ends.
   * @param {string} words
   * @returns {AsyncGenerator<Hit>}
   */
  async *find(words) {
    const search = ++this.#search;
    const pattern = patternOf(words);
    if (!pattern) return;
    for (let page = 1; page <= this.#pdf.numPages; page += 1) {
      const { text, pieces } = await this.#read(page);
      if (search !== this.#search) return;
      for (const match of text.matchAll(pattern)) {
        yield { page, boxes: boxesOf(pieces, match.index, match.index + match[0].length) };
      }
    }
  }

  async #read(number) {
    if (!this.#pages.has(number)) this.#pages.set(number, await this.#fold(number));
    return this.#pages.get(number);
  }

  /** The page's text without accents, and where each piece of it stands on the page. */
  async #fold(number) {
    const page = await this.#pdf.getPage(number);
    const view = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const pieces = [];
    let text = '';
    for (const item of items) {
      const folded = fold(item.str);
      const [, , skewX, skewY, left, baseline] = this.#pdfjs.Util.transform(view.transform, item.transform);
      const height = Math.hypot(skewX, skewY);
      const box = [left / view.width, (baseline - height) / view.height, item.width / view.width, (height * 1.25) / view.height];
      pieces.push({ from: text.length, to: text.length + folded.length, box });
      text += folded + (item.hasEOL ? ' ' : '');
    }
    return { text, pieces };
  }
}

/** Lower case, no accents; đ is a letter of its own and must be named. @param {string} text */
function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}

function patternOf(words) {
  const parts = fold(words).trim().split(/\s+/).filter(Boolean);
  if (!parts.length) return null;
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'), 'g');
}

/** A box for each piece that the hit touches; inside a piece letters are taken to be equally wide. */
function boxesOf(pieces, from, to) {
  return pieces
    .filter((piece) => piece.from < to && piece.to > from)
    .map((piece) => {
      const length = piece.to - piece.from;
      const start = (Math.max(from, piece.from) - piece.from) / length;
      const end = (Math.min(to, piece.to) - piece.from) / length;
      const [left, top, width, height] = piece.box;
      return [left + width * start, top, width * (end - start), height];
    });
}
