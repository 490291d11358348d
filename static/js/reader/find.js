/**
 * Finds words in a paper with any accents and case: "duong" finds "Đường". Pages are read once, one after the other,
 * and hits are shown as they come.
 */

const LINE = 1.25; // times the letters' height, so that marks cover descenders

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
   * Yield every hit in page order. The search before this one ends.
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

  /** The page's text without accents, and the place of each piece on the page. */
  async #fold(number) {
    const page = await this.#pdf.getPage(number);
    const view = page.getViewport({ scale: 1 });
    const { items, styles } = await page.getTextContent();
    const pieces = [];
    let text = '';
    for (const item of items) {
      const folded = fold(item.str);
      const [, , skewX, skewY, left, baseline] = this.#pdfjs.Util.transform(view.transform, item.transform);
      const height = Math.hypot(skewX, skewY);
      const [x, y] = [left / view.width, (baseline - height) / view.height];
      const box = [x, y, item.width / view.width, (height * LINE) / view.height];
      const widthTo = measureIn(item.str, styles[item.fontName].fontFamily);
      pieces.push({ from: text.length, to: text.length + folded.length, box, widthTo });
      text += folded + (item.hasEOL ? ' ' : '');
    }
    return { text, pieces };
  }
}

/** Return lower case without accents; đ is a separate letter and must be named. @param {string} text */
function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}

function patternOf(words) {
  const parts = fold(words).trim().split(/\s+/).filter(Boolean);
  if (!parts.length) return null;
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'), 'g');
}

/** Return a box for each piece that the hit touches. */
function boxesOf(pieces, from, to) {
  return pieces
    .filter((piece) => piece.from < to && piece.to > from)
    .map((piece) => {
      const start = piece.widthTo(Math.max(from, piece.from) - piece.from);
      const end = piece.widthTo(Math.min(to, piece.to) - piece.from);
      const [left, top, width, height] = piece.box;
      return [left + width * start, top, width * (end - start), height];
    });
}

const pen = document.createElement('canvas').getContext('2d');

/**
 * How far along a piece of text a letter is, from 0 to 1. The paper's own font is not known here; a similar one has
 * about the same proportions.
 * @returns {(letters: number) => number}
 */
function measureIn(text, family) {
  return (letters) => {
    pen.font = `100px ${family}`;
    return pen.measureText(text.slice(0, letters)).width / pen.measureText(text).width;
  };
}
