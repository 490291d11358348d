// Types of this project's pages, for the type check of the scripts: every element of a page is an HTML element,
// and every event heard on the document happened to one.
interface ParentNode {
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface Element {
  closest<E extends Element = HTMLElement>(selectors: string): E | null;
  readonly dataset: DOMStringMap;
  readonly offsetTop: number;
  inert: boolean;
}

interface EventTarget {
  closest<E extends Element = HTMLElement>(selectors: string): E | null;
  matches(selectors: string): boolean;
}

// A field of a form, by its name.
interface HTMLFormControlsCollection {
  readonly [name: string]: any;
}

interface DocumentEventMap {
  /** A panel was drawn again: live/panels.js. */
  "panel:drawn": CustomEvent & { readonly target: HTMLElement };
  /** A form's command was carried out; `detail` is the answer: parts/forms.js. */
  "command:done": CustomEvent & { readonly target: HTMLFormElement };
}
