// What is true of the pages of this project and not of every page, for the type check of the scripts:
// what stands on a page is an HTML element, and what is heard on the document happened to one.
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
  /** A panel was drawn anew: live/panels.js. */
  "panel:drawn": CustomEvent & { readonly target: HTMLElement };
  /** A form's command was done, `detail` is the answer: parts/forms.js. */
  "command:done": CustomEvent & { readonly target: HTMLFormElement };
}
