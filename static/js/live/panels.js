/**
 * Panels: named fragments of the page that the server redraws, whole or row by row. A redraw never disturbs what a
 * person is doing: focus, selection, scroll, typed text and a form being sent stay as they are.
 */

import { morph, morphChildren } from './morph.js';
import { tick } from './ticking.js';

/**
 * The newest drawing of each panel element: its HTML (null: as it came with the page), and rows drawn after it.
 * @type {WeakMap<Element, {html: string|null, rows: Map<string, string>}>}
 */
const drawings = new WeakMap();

/**
 * Draw the panels of this page that are given, and rows of others. Each section then dispatches `panel:drawn`.
 * @param {Document} page
 * @param {Record<string, string>} panels HTML by name
 * @param {Record<string, Record<string, string>>} [rows] by name of the panel HTML by key
 */
export function drawPanels(page, panels, rows = {}) {
  const place = rememberFocus(page);
  for (const section of page.querySelectorAll('[data-panel]')) {
    const html = panels[section.dataset.panel];
    const changed = rows[section.dataset.panel];
    if (html !== undefined) drawWhole(section, html);
    else if (changed) drawRows(section, changed);
  }
  giveBackFocus(page, place);
}

/** After a form has been answered, draw again the row around it or the whole panel. @param {Element} inside */
export function settlePanel(inside) {
  const section = inside.closest('[data-panel]');
  const known = section && drawings.get(section);
  if (!known) return;
  const { key } = inside.closest('[data-key]')?.dataset ?? {};
  if (known.rows.has(key)) change(section, () => drawRow(section, key, known.rows.get(key)));
  else if (known.html !== null) change(section, () => morphChildren(section, newest(known)));
}

function drawWhole(section, html) {
  const known = drawings.get(section);
  if (known?.html === html && known.rows.size === 0) return;
  drawings.set(section, { html, rows: new Map() });
  change(section, () => morphChildren(section, parsed(html)));
}

function drawRows(section, changed) {
  const known = drawings.get(section) ?? { html: null, rows: new Map() };
  drawings.set(section, known);
  change(section, () => {
    for (const [key, html] of Object.entries(changed)) {
      if (known.rows.get(key) === html) continue;
      known.rows.delete(key); // the newest last: a row may be inside another one
      known.rows.set(key, html);
      drawRow(section, key, html);
    }
  });
}

const rowOf = (root, key) => root.querySelector(`[data-key="${CSS.escape(key)}"]`);

function drawRow(section, key, html) {
  const row = rowOf(section, key);
  const drawn = parsed(html).firstElementChild;
  if (row?.nodeName === drawn.nodeName) morph(row, drawn);
  else row?.replaceWith(drawn);
}

/** Return the whole panel as it would be drawn now. */
function newest({ html, rows }) {
  const drawn = parsed(html);
  for (const [key, row] of rows) {
    const place = rowOf(drawn, key);
    if (place) place.replaceWith(filled(parsed(row), place));
  }
  return drawn;
}

/** Return a row with the parts that stay in it. */
function filled(row, former) {
  for (const gap of row.querySelectorAll('[data-stays]')) {
    const standing = rowOf(former, gap.dataset.key);
    if (standing) gap.replaceWith(standing);
  }
  return row;
}

function parsed(html) {
  const drawn = document.createElement('template');
  drawn.innerHTML = html;
  return drawn.content;
}

/** Change what a panel shows, and keep what a person is typing in it. */
function change(section, make) {
  const drafts = draftsIn(section);
  make();
  giveBackDrafts(section, drafts);
  tick(section);
  section.dispatchEvent(new CustomEvent('panel:drawn', { bubbles: true }));
}

const fieldsIn = (section) => [...section.querySelectorAll('textarea[id], input[id]')];

/** Return text typed and not yet sent, by the field's id: its row may be drawn elsewhere in the panel. */
function draftsIn(section) {
  const drafts = fieldsIn(section).filter((field) => field.value !== field.defaultValue);
  return new Map(drafts.map((field) => [field.id, field.value]));
}

/** Drafts stay; every other field follows the server, including one that was sent before. */
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

/** @returns {[number, number]|null} null for elements (and input types) without a text selection */
function selectionOf(field) {
  return typeof field.selectionStart === 'number' ? [field.selectionStart, field.selectionEnd] : null;
}

/** A moved element loses focus: return it. If the element is gone, focus its panel, to go on with the keyboard. */
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
