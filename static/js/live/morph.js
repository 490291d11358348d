/**
 * Changes the page into what the server drew, touching only what differs. Elements stay the same objects, so typed
 * text, focus, scroll and open <details> survive every redraw.
 */

/**
 * Make the children of `old` equal to those of `drawn`, whose elements are moved.
 * @param {Element} old
 * @param {Element|DocumentFragment} drawn
 */
export function morphChildren(old, drawn) {
  const byKey = new Map();
  for (const child of old.children) {
    const key = keyOf(child);
    if (key) byKey.set(key, child);
  }
  dropMissing(byKey, drawn);
  let at = old.firstChild;
  for (const wanted of [...drawn.childNodes]) {
    const match = matchFor(wanted, at, byKey);
    if (!match) {
      old.insertBefore(wanted, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    morph(match, wanted);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** Remove rows first, so that the rows after them need not move (a moved row loses focus). */
function dropMissing(byKey, drawn) {
  const staying = new Set([...drawn.children].map(keyOf));
  for (const [key, child] of byKey) {
    if (!staying.has(key)) child.remove();
  }
}

/** Return the name of an element across redraws: its id or `data-key`, or for a command's form what it would do. */
function keyOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const { key, command } = node.dataset ?? {};
  const name = node.id || key;
  if (name) return `${node.nodeName}#${name}`;
  if (!command) return null;
  const about = [...node.querySelectorAll('input[type="hidden"]')]
    .filter((field) => field.name.endsWith('_id')) // other hidden fields (such as a count) change while the form stays
    .map((field) => `${field.name}=${field.value}`);
  return `${command}?${about.join('&')}`;
}

/** Return the old node to turn into `wanted`: the one with the same key, or the next of the same kind without a key. */
function matchFor(wanted, at, byKey) {
  const key = keyOf(wanted);
  if (key) {
    const match = byKey.get(key);
    byKey.delete(key);
    return match?.nodeName === wanted.nodeName ? match : null;
  }
  for (let node = at; node; node = node.nextSibling) {
    if (node.nodeName === wanted.nodeName && !keyOf(node)) return node;
    if (node.nodeType === Node.ELEMENT_NODE) return null;
  }
  return null;
}

/** Make one element, with its content, equal to the drawn one. @param {any} old @param {any} drawn */
export function morph(old, drawn) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== drawn.nodeValue) old.nodeValue = drawn.nodeValue;
    return;
  }
  if (old.hasAttribute('data-keep') || drawn.hasAttribute('data-stays')) return;
  morphAttributes(old, drawn);
  if (!old.hasAttribute('data-outcome')) morphChildren(old, drawn);
}

/** A <details> that the person has opened or closed stays so; the others follow the server. */
const touched = new WeakSet();
document.addEventListener('click', (event) => {
  const summary = event.target.closest('summary');
  if (summary) touched.add(summary.parentElement);
});

const isPersonal = (element, name) => name === 'data-outcome' || (name === 'open' && touched.has(element));

function morphAttributes(old, drawn) {
  for (const { name, value } of drawn.attributes) {
    if (!isPersonal(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!isPersonal(old, name) && !drawn.hasAttribute(name)) old.removeAttribute(name);
  }
}
