/**
 * How screens look to a person: text size and colours. A choice shows at once and is stored in this browser, in the
 * cookie `prefs` (`theme=dark&size=2`), from which the server draws the pages of people who are not signed in. A
 * person's choice is also sent to the server, and from there to their other devices. Until the server has answered,
 * the cookie names what is unsent (`unsent=17 theme`, 17 is the person), so that neither a lost network nor a new page
 * reverts it.
 */

import { isUnanswered, newKey, post } from '../parts/post.js';

const YEAR = 31_536_000; // seconds
const AGAIN_AFTER = 5_000;
const SETTINGS = ['theme', 'size'];

const root = document.documentElement;
const person = root.dataset.person ?? ''; // when nobody is signed in, a choice stays in this browser

let newest = { version: 0 };
let attempt = { sent: '', key: '' };
let sending = false;

/** @returns {URLSearchParams} */
function kept() {
  const cookie = document.cookie.split('; ').find((part) => part.startsWith('prefs='));
  return new URLSearchParams(cookie?.slice('prefs='.length));
}

/** @param {Record<string, string>} changes an empty text deletes the entry */
function keep(changes) {
  const prefs = kept();
  for (const [name, value] of Object.entries(changes)) {
    if (value) prefs.set(name, value);
    else prefs.delete(name);
  }
  document.cookie = `prefs=${prefs}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
}

/** Return what this person chose here and no server has received yet. @returns {string[]} */
function unsent() {
  const [whose, ...names] = (kept().get('unsent') ?? '').split(' ');
  return person && whose === person ? names : [];
}

const naming = (names) => (names.length ? [person, ...new Set(names)].join(' ') : '');

function choose(name, value) {
  show(name, value);
  keep({ [name]: value, unsent: person ? naming([...unsent(), name]) : '' });
  send();
}

/** Submit what is unsent, again under the same key while nobody answers. */
async function send() {
  const names = unsent();
  if (sending || !names.length) return;
  sending = true;
  const prefs = kept();
  const choice = Object.fromEntries(names.map((name) => [name, prefs.get(name)]));
  const sent = JSON.stringify(choice);
  if (attempt.sent !== sent) attempt = { sent, key: newKey() };
  const reply = await post('/own/display.choose', { payload: choice, key: attempt.key });
  sending = false;
  if (isUnanswered(reply)) setTimeout(send, AGAIN_AFTER);
  else settle(choice, reply);
}

/** Answered, or refused for good: nobody is signed in any more, and the choice stays in this browser. */
function settle(choice, reply) {
  attempt = { sent: '', key: '' };
  const left = unsent().filter((name) => kept().get(name) !== choice[name]); // chosen again meanwhile
  keep({ unsent: naming(left) });
  if (reply.ok) follow(reply.answer.display);
  send();
}

/**
 * Apply the person's choice from any device. Older news wait, and all news wait while a choice of this device is being
 * sent.
 * @param {{version: number, theme?: string, size?: string}} display
 */
export function follow(display) {
  if (display.version > newest.version) newest = display;
  if (unsent().length) return;
  for (const name of SETTINGS) if (newest[name]) show(name, newest[name]);
}

function show(name, value) {
  if (root.dataset[name] !== value) root.dataset[name] = value; // writing an equal value would restyle the page
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll(`button[data-setting="${name}"]`);
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === value));
}

document.addEventListener('click', (event) => {
  /** @type {HTMLButtonElement|null} */
  const button = event.target.closest('button[data-setting]');
  if (button) choose(button.dataset.setting, button.value);
});
send();
