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
  const drafts = draftsIn(section);
  const drawn = document.createElement('template');
  drawn.innerHTML = html;
  morphChildren(section, drawn.content);
  giveBackDrafts(section, drafts);
  tick(section);
  section.dispatchEvent(new CustomEvent('panel:drawn', { bubbles: true }));
}

const fieldsIn = (section) => [...section.querySelectorAll('textarea[id], input[id]')];

/** Text typed and not yet sent, by the field's id: its row may be drawn anew elsewhere in the panel. */
function draftsIn(section) {
  const drafts = fieldsIn(section).filter((field) => field.value !== field.defaultValue);
  return new Map(drafts.map((field) => [field.id, field.value]));
}

/** Drafts stay; every other field follows the server, also one that was typed in and sent before. */
function giveBackDrafts(section, drafts) {
  for (const field of fieldsIn(section)) {
    const text = drafts.get(field.id) ?? field.defaultValue;
    if (field.value !== text) field.value = text;
  }
}

function rememberFocus(page) {
  const focused = page.activeElement;
  const section = focused?.closest('[data-panel]');
  if (!section) return null;
  return { focused, section, selection: selectionOf(focused) };
}

/** @returns {[number, number]|null} null for elements (and input types) that have no text selection */
function selectionOf(field) {
  return typeof field.selectionStart === 'number' ? [field.selectionStart, field.selectionEnd] : null;
}

/** A moved element loses focus; one that is gone leaves its panel to go on from with the keyboard. */
function giveBackFocus(page, place) {
  if (!place || page.activeElement === place.focused) return;
  const { focused, section, selection } = place;
  const heir = focused.isConnected ? focused : focused.id && page.getElementById(focused.id);
  if (heir) {
    heir.focus({ preventScroll: true });
    if (selection) heir.setSelectionRange(...selection);
    return;
  }
  if (page.activeElement !== page.body) return;
  section.tabIndex = -1;
  section.focus({ preventScroll: true });
}
