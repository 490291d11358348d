/** Finds a person by a few letters, without accents, on a stored list, so that it works without a network too. */

import { confirmed } from '../parts/confirm.js';
import { plain } from '../parts/plain.js';
import { t } from '../parts/words.js';

const LETTERS = 2;
const SHOWN = 6;

/** @typedef {{id: number, label: string, name: string, about: string}} Person */

/** @type {{people: Person[], mark: string}} */
let known = { people: [], mark: '' };

/** The mark of this page's list, given by the server. */
export const markOfNames = () => known.mark;

/** Take the server's answer; `people` is missing when this page's list is still the same. @param {any} news */
export function keepNames({ people, mark }) {
  if (people) known = { people, mark };
}

/** @param {(person: Person) => void} chosen */
export function searchNames(chosen) {
  /** @type {HTMLDialogElement|null} */
  const dialog = document.querySelector('[data-find]');
  if (!dialog) return;
  /** @type {HTMLInputElement} */
  const field = dialog.querySelector('[data-find-words]');
  const take = async (person) => {
    const question = t('Điểm danh cho %(name)s?', { name: person.name });
    if (!await confirmed(question, { yes: t('Đúng là tôi') })) return;
    dialog.close();
    chosen(person);
  };
  field.addEventListener('input', () => list(field.value, take));
  dialog.querySelector('[data-find-close]').addEventListener('click', () => dialog.close());
  document.querySelector('[data-find-open]').addEventListener('click', () => {
    field.value = '';
    list('', take);
    dialog.showModal();
    field.focus();
  });
}

/** @param {string} words @param {(person: Person) => void} take */
function list(words, take) {
  const sought = plain(words).split(' ').filter(Boolean);
  const found = sought.join('').length >= LETTERS ? known.people.filter((person) => fits(person, sought)) : null;
  const rows = (found ?? []).slice(0, SHOWN).map((person) => row(person, () => take(person)));
  document.querySelector('[data-names]').replaceChildren(...rows);
  document.querySelector('[data-found]').textContent = found ? said(found.length) : '';
}

/** @param {Person} person @param {string[]} sought */
function fits(person, sought) {
  const parts = plain(`${person.name} ${person.label}`).split(' ');
  return sought.every((word) => parts.some((part) => part.startsWith(word)));
}

/** @param {number} count */
function said(count) {
  if (count === 0) return t('Không thấy tên này. Mời gặp thư ký.');
  return count > SHOWN ? t('Có %(n)s người. Gõ thêm chữ để thấy tên mình.', { n: count }) : '';
}

/** @param {Person} person @param {() => void} press */
function row(person, press) {
  const line = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'kiosk-name';
  for (const [kind, text] of [['b', person.name], ['span', person.about], ['i', person.label]]) {
    const part = document.createElement(kind);
    part.textContent = text;
    if (text) button.append(part);
  }
  button.addEventListener('click', press);
  line.append(button);
  return line;
}
