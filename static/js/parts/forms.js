/**
 * Forms that submit a command. One mechanism for every button: the form names the command, its fields are the payload,
 * and the result appears beside the button: being sent, done, or refused with the reason. A page's own form is posted
 * without this script too; forms in panels, which many people share, need it.
 */

import { confirmed } from './confirm.js';
import { submit } from './commands.js';
import { isUnanswered, newKey } from './post.js';
import { settlePanel } from '../live/panels.js';
import { offerUndo, withdraw } from './undo.js';
import { t } from './words.js';

const DONE_SHOWN_FOR = 6_000;
const DOUBLE_PRESS = 600;
const SAME_SPOT = 24;
const PLACE = /\{(\w+)\}/g; // in a question: filled from the form's data, or by what the page `data-says` elsewhere
const NOT_PAYLOAD = new Set(['csrf_token', 'key']);

/**
 * The attempt that nobody answered, by form: sent again it must have the same key.
 * @type {WeakMap<HTMLFormElement, {sent: string, key: string}>}
 */
const unanswered = new WeakMap();

/** Take over every `form[data-command]` of the page, including those drawn later. */
export function startForms() {
  document.addEventListener('click', stopDoublePress, { capture: true });
  document.addEventListener('submit', (event) => {
    /** @type {HTMLFormElement|null} */
    const form = event.target.closest('form[data-command]');
    if (!form) return;
    event.preventDefault();
    send(form, /** @type {HTMLButtonElement} */ (event.submitter ?? form.querySelector('button')));
  });
}

/** The last press, and its place. */
let pressed = { form: null, at: -Infinity, x: 0, y: 0 };

/** The second half of a double press must not reach a button that was drawn under the finger in between. */
function stopDoublePress(event) {
  if (event.detail === 0) return; // a key has no place on the screen, and its button stays the same
  const { clientX: x, clientY: y, timeStamp: at } = event;
  const form = event.target.closest('form[data-command]');
  const again = at - pressed.at < DOUBLE_PRESS && Math.hypot(x - pressed.x, y - pressed.y) < SAME_SPOT;
  if (again && pressed.form && form && form !== pressed.form) event.preventDefault();
  else pressed = { form, at, x, y };
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button */
async function send(form, button) {
  if (form.hasAttribute('data-keep')) return;
  const yes = labelOf(button);
  const payload = payloadOf(form, button); // as it is when the question is asked, not when it is answered
  const question = questionOf(form);
  if (question && !(await confirmed(question, { yes, danger: button.classList.contains('danger') }))) return;
  const undo = undoOf(form); // as it is now: a redraw may change the form before the answer comes
  const free = occupy(form, button);
  const reply = await submit(form.dataset.command, payload, { key: keyFor(form, payload) });
  free();
  if (!isUnanswered(reply)) unanswered.delete(form);
  if (reply.ok) accepted(form, reply, yes, payload, undo);
  else report(form, 'refused', reply.message);
  settlePanel(form);
}

/** Return the question to ask before this form is sent, or nothing. Running work (`data-now`) is one reason. */
function questionOf(form) {
  const { meanwhile } = form.dataset;
  const said = (name) => document.querySelector(`[data-says="${name}"]`)?.textContent ?? '';
  const confirm = form.dataset.confirm?.replace(PLACE, (_, name) => form.dataset[name] ?? said(name)).trim();
  const first = meanwhile && document.querySelector(`[data-now="${meanwhile}"]`)?.dataset.said;
  const second = first && !confirm ? t('Vẫn tiếp tục?') : confirm;
  return [first, second].filter(Boolean).join(' ');
}

/** Return the command that undoes this form's command, if there is one. */
function undoOf(form) {
  const { undo, undoBy, command } = form.dataset;
  return undo && { command: undoBy ?? command, fields: JSON.parse(undo) };
}

/** Return the words on a button, without its shortcut. */
function labelOf(button) {
  const copy = button.cloneNode(true);
  for (const shortcut of copy.querySelectorAll('kbd')) shortcut.remove();
  return copy.textContent.trim();
}

function accepted(form, reply, label, payload, undo) {
  for (const field of form.elements) {
    if (field.dataset.clear !== undefined) field.value = '';
  }
  report(form, 'done', form.dataset.done ?? t('Đã thực hiện'));
  form.dispatchEvent(new CustomEvent('command:done', { bubbles: true, detail: reply }));
  withdraw();
  if (undo) offerUndo(label, undo.command, { ...payload, ...undo.fields });
}

/** Return the key of this attempt: the old one if the same payload got no answer before. */
function keyFor(form, payload) {
  const sent = JSON.stringify(payload);
  const before = unanswered.get(form);
  const attempt = before?.sent === sent ? before : { sent, key: newKey() };
  unanswered.set(form, attempt);
  return attempt.key;
}

/** Return the command's fields, typed by `data-type`. An empty field that is not text is left out. */
function payloadOf(form, submitter) {
  /** @type {Record<string, unknown>} */
  const payload = {};
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  for (const [name, text] of data) {
    if (NOT_PAYLOAD.has(name)) continue;
    const value = typed(text, typeOf(form, name, submitter));
    if (value !== undefined) payload[name] = value;
  }
  for (const box of form.querySelectorAll('input[type="checkbox"][data-type="bool"]')) {
    payload[box.name] = box.checked;
  }
  return payload;
}

function typeOf(form, name, submitter) {
  if (submitter?.name === name) return submitter.dataset.type;
  return form.querySelector(`[name="${CSS.escape(name)}"]`).dataset.type;
}

function typed(text, type) {
  if (!type) return text;
  if (text === '') return undefined;
  if (type === 'bool') return text === 'true' || text === '1' || text === 'on';
  return type === 'int' ? Number(text) : JSON.parse(text);
}

/** Mark the form as being sent. Returns the function that enables it again. */
function occupy(form, button) {
  const label = [...button.childNodes];
  form.setAttribute('data-keep', '');
  button.setAttribute('aria-busy', 'true');
  button.replaceChildren(button.dataset.busy ?? t('Đang gửi…'));
  report(form, 'busy', '');
  return () => {
    form.removeAttribute('data-keep');
    button.removeAttribute('aria-busy');
    button.replaceChildren(...label);
  };
}

/** Show the result of the command beside the button. @param {'busy'|'done'|'refused'} outcome */
export function report(form, outcome, words) {
  const place = form.querySelector('[data-outcome]') ?? form.appendChild(newPlace());
  place.dataset.outcome = outcome;
  place.textContent = words;
  if (outcome === 'done') setTimeout(() => fade(place, words), DONE_SHOWN_FOR);
}

function fade(place, words) {
  if (place.textContent === words) place.textContent = '';
}

function newPlace() {
  const place = document.createElement('p');
  place.dataset.outcome = '';
  place.setAttribute('role', 'status');
  return place;
}
