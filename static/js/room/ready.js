/** Counts who could not cast a ballot now, before a vote is opened, from rows marked by `devices.js`. */

import { t } from '../parts/words.js';

/** Count now and after every change. */
export function watchReady() {
  const count = () => document.querySelectorAll('[data-ready]').forEach(countOne);
  document.addEventListener('panel:drawn', count);
  document.addEventListener('devices:marked', count);
  count();
}

/** @param {HTMLElement} card */
function countOne(card) {
  /** @type {HTMLElement[]} */
  const rows = [...card.querySelectorAll('[data-seat]')];
  const here = rows.filter(({ dataset }) => dataset.state === 'present');
  const told = here.some(({ dataset }) => dataset.connected);
  const connected = here.filter(({ dataset }) => dataset.connected === 'yes').length;
  here.forEach(sayWhy);
  write(card, 'here', `${here.length}/${rows.length}`);
  write(card, 'connected', told || !here.length ? `${connected}/${here.length}` : '–');
  write(card, 'lacking', told || !here.length ? String(rows.length - connected) : '–');
  card.toggleAttribute('data-all-ready', told && connected === rows.length);
}

/** @param {HTMLElement} row */
function sayWhy(row) {
  const lost = row.dataset.connected === 'no';
  const words = row.hasAttribute('data-silent') ? t('Máy mất kết nối quá 5 phút') : t('máy mất kết nối');
  set(row.querySelector('.ready-why'), lost ? words : '');
}

const write = (card, name, text) => set(card.querySelector(`[data-ready-${name}]`), text);

function set(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
