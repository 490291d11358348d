/**
 * Panels: named fragments of the page that the server redraws. A redraw never takes away what a person
 * is doing in it: focus, selection, scroll, typed text and a form on its way stay as they are.
 */

import { morphChildren } from './morph.js';
import { tick } from './ticking.js';

/** The newest drawing of each panel element, as text. @type {WeakMap<Element, string>} */
const drawings = new WeakMap();

/**
 * Draw the panels that this page has. Each section then dispatches `panel:drawn`.
 * @param {Document} page
 * @param {Record<string, string>} panels HTML by name
 */
export function drawPanels(page, panels) {
  const place = rememberFocus(page);
  for (const section of page.querySelectorAll('[data-panel]')) {
    const html = panels[section.dataset.panel];
    if (html === undefined || drawings.get(section) === html) continue;
    drawings.set(section, html);
    draw(section, html);
  }
  giveBackFocus(page, place);
}

/** Draw a panel again after a form in it has come back. @param {Element} inside */
export function settlePanel(inside) {
  const section = inside.closest('[data-panel]');
  if (section && drawings.has(section)) draw(section, drawings.get(section));
}

function draw(section, html) {
  const drawn = document.createElement('template');
  drawn.innerHTML = html;
  morphChildren(section, drawn.content);
  tick(section);
  section.dispatchEvent(new CustomEvent('panel:drawn', { bubbles: true }));
}

function rememberFocus(page) {
  const focused = page.activeElement;
  const section = focused?.closest('[data-panel]');
  if (!section) return null;
  return { focused, section, from: selectionOf(focused) };
}

/** @returns {[number, number]|null} null for elements (and input types) that have no text selection */
function selectionOf(field) {
  return typeof field.selectionStart === 'number' ? [field.selectionStart, field.selectionEnd] : null;
}

/** A moved element loses focus; one that is gone leaves its panel to go on from with the keyboard. */
function giveBackFocus(page, place) {
  if (!place || page.activeElement === place.focused) return;
  if (place.focused.isConnected) {
    place.focused.focus({ preventScroll: true });
    if (place.from) place.focused.setSelectionRange(...place.from);
    return;
  }
  if (page.activeElement !== page.body) return;
  place.section.tabIndex = -1;
  place.section.focus({ preventScroll: true });
}
