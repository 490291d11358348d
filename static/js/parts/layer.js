/**
 * One blocking layer over the page. While it is open the rest of the page is inert; the focus goes to its heading and,
 * when it closes, back to where it was.
 */

const COMPOSING_AT_MOST = 3_000;

export class Layer {
  #element;
  #open = false;
  #cameFrom = null;
  #stilled = [];

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /** Open or close it, and make sure that the focus is inside. @param {boolean} wanted */
  set(wanted) {
    if (wanted && !this.#open) this.#rise();
    if (!wanted && this.#open) this.#sink();
    this.#open = wanted;
    if (wanted && !this.#element.contains(document.activeElement)) this.#heading().focus({ preventScroll: true });
  }

  #heading() {
    return this.#element.querySelector('h2[tabindex]');
  }

  #rise() {
    this.#cameFrom = document.activeElement;
    for (let node = this.#element; node !== document.body; node = node.parentElement) {
      for (const sibling of node.parentElement.children) {
        if (sibling === node || sibling.inert) continue;
        sibling.inert = true;
        this.#stilled.push(sibling);
      }
    }
  }

  #sink() {
    for (const element of this.#stilled) element.inert = false;
    this.#stilled = [];
    if (this.#cameFrom?.isConnected) this.#cameFrom.focus({ preventScroll: true });
  }
}

let composing = false;
document.addEventListener('compositionstart', () => (composing = true));
document.addEventListener('compositionend', () => (composing = false));

/** Wait `ms`, then until no word is being typed with an input method (at most 3 s). @param {number} ms */
export async function quietMoment(ms) {
  await new Promise((done) => setTimeout(done, ms));
  if (!composing) return;
  await new Promise((done) => {
    document.addEventListener('compositionend', done, { once: true });
    setTimeout(done, COMPOSING_AT_MOST);
  });
}
