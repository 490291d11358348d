/** Find people on the roll by a few letters, without accents, and check them in with Enter. */

import { plain } from '../parts/plain.js';
import { t } from '../parts/words.js';

/** Follow the search field of the page, if there is one, also through redraws of the roll. */
export function searchRoll() {
  const field = document.querySelector('[data-roll-find]');
  if (!field) return;
  field.addEventListener('input', () => show(field));
  field.addEventListener('keydown', (event) => event.key === 'Enter' && !event.isComposing && checkIn(event, field));
  document.addEventListener('panel:drawn', () => show(field));
  show(field);
}

function show(field) {
  const sought = plain(field.value).split(' ').filter(Boolean);
  const rows = [...document.querySelectorAll('.roll-row')];
  for (const row of rows) row.hidden = !sought.every((word) => wordsOf(row).includes(word));
  const found = rows.filter((row) => !row.hidden);
  const place = document.querySelector('[data-roll-found]');
  const words = sought.length ? t('Tìm thấy %(n)s người', { n: found.length }) : '';
  if (place.textContent !== words) place.textContent = words;
  offerAll(rows);
}

/**
 * Buttons that check in everybody shown and expected in the room, or those of them who were in the earlier sitting;
 * none once the meeting is over. People expected at a point outside the room are checked in there (points.js).
 */
function offerAll(rows) {
  const mayArrive = rows.filter((row) => !row.hidden && row.querySelector('.roll-arrive'));
  const expected = mayArrive.filter((row) => row.dataset.state === 'expected' && !row.dataset.expected);
  const before = expected.filter((row) => row.dataset.before === 'yes');
  /** @type {NodeListOf<HTMLInputElement>} */
  const fields = document.querySelectorAll('input[data-roll-all]');
  for (const field of fields) {
    const chosen = field.dataset.rollAll === 'before' ? before : expected;
    field.value = JSON.stringify(chosen.map((row) => Number(row.dataset.seat)));
    field.form.dataset.n = String(chosen.length);
    field.form.querySelector('[data-roll-count]').textContent = String(chosen.length);
    field.form.hidden = chosen.length < 2;
  }
}

const wordsOf = (row) =>
  plain(`${row.querySelector('.roll-seat').textContent} ${row.querySelector('.person').textContent}`);

/** Return the only person found, or the only one of several who is not here yet. */
function checkIn(event, field) {
  event.preventDefault();
  const buttons = [...document.querySelectorAll('.roll-row:not([hidden]) .roll-arrive button')];
  if (!field.value.trim() || buttons.length !== 1) return;
  buttons[0].click();
  field.value = '';
  show(field);
}
