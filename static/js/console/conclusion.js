/**
 * Two people may write one item's conclusion. Typed text is bound to the saved text on which it was based: when
 * another text was saved meanwhile, both are shown side by side, and nothing unread is overwritten. A reload loses
 * nothing either.
 */

const FIELD = 'textarea[data-version]';

/**
 * The version on which the text in a field is based, by the field's id.
 * @type {Map<string, number>}
 */
const bases = new Map();

/** Watch every conclusion of the page, including those drawn later. */
export function watchConclusions() {
  document.addEventListener('input', ({ target }) => target.matches?.(FIELD) && keep(target));
  document.addEventListener('panel:drawn', ({ target }) => target.querySelectorAll(FIELD).forEach(settle));
  document.addEventListener('command:done', ({ target, detail }) => {
    const field = target.querySelector(FIELD);
    if (field) saved(field, Boolean(detail.code));
  });
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-conclude]');
    if (button) choose(button.closest('form').querySelector('textarea'), button.dataset.conclude);
  });
  document.querySelectorAll(FIELD).forEach(recall);
}

const drawn = (field) => Number(field.dataset.version);
const place = (field) => `conclusion:${location.pathname.split('/')[2]}:${field.id}`;
const sameText = (field) => field.value.trim() === field.defaultValue.trim();

function keep(field) {
  if (!bases.has(field.id)) bases.set(field.id, drawn(field));
  sessionStorage.setItem(place(field), JSON.stringify({ version: bases.get(field.id), text: field.value }));
  settle(field);
}

/** Restore what was typed before a reload. */
function recall(field) {
  const kept = JSON.parse(sessionStorage.getItem(place(field)));
  if (!kept) return;
  field.value = kept.text;
  bases.set(field.id, kept.version);
  settle(field);
}

/** Saved from here: the text in the field is now based on our own saved text. */
function saved(field, isNew) {
  bases.set(field.id, Number(field.form.elements.version.value) + (isNew ? 1 : 0));
  settle(field);
}

/** After every drawing: forget a text that equals the server's, and show both when another one was saved meanwhile. */
function settle(field) {
  if (sameText(field) && drawn(field) >= (bases.get(field.id) ?? 0)) forget(field);
  const base = bases.get(field.id);
  const overtaken = base !== undefined && drawn(field) > base;
  field.form.elements.version.value = String(base ?? drawn(field));
  showTheirs(field.form.querySelector('[data-theirs]'), overtaken ? field.defaultValue : null);
  if (overtaken) field.closest('details').open = true;
}

/** Show the text that was saved meanwhile beside the field; remove it for null. */
function showTheirs(place, text) {
  place.hidden = text === null;
  if (text === null) return place.replaceChildren();
  if (!place.firstChild) {
    const shape = /** @type {HTMLTemplateElement} */ (document.getElementById('theirs'));
    place.append(shape.content.cloneNode(true));
  }
  place.querySelector('.theirs-text').textContent = text || '–';
}

function forget(field) {
  bases.delete(field.id);
  sessionStorage.removeItem(place(field));
  if (field.value !== field.defaultValue) field.value = field.defaultValue;
}

/** Both were read: the writer decides what to do with them. */
function choose(field, what) {
  if (what === 'merge') field.value = `${field.defaultValue}\n${field.value}`;
  if (what === 'theirs') field.value = field.defaultValue;
  bases.set(field.id, drawn(field));
  keep(field);
  field.focus();
}
