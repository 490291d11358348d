/**
 * The points outside the room: who is at each and whether their devices are connected, counted from the rows of the
 * roll or the map; the choice of points in forms, and which of a point's people may be checked in at once.
 */

import { t } from '../parts/words.js';

/** Count now, after every redraw, and whenever a device connects or disconnects. */
export function watchPoints() {
  document.addEventListener('panel:drawn', show);
  document.addEventListener('devices:marked', countAll);
  show();
}

function show() {
  const points = [...document.querySelectorAll('.points [data-point-id]')];
  const known = points.map((point) => [point.dataset.pointId, point.querySelector('.point-name').textContent]);
  /** @type {NodeListOf<HTMLSelectElement>} */
  const choices = document.querySelectorAll('select[data-points]');
  choices.forEach((select) => offer(select, known));
  countAll();
}

/** Keep the choice, unless it is gone. @param {HTMLSelectElement} select @param {string[][]} known */
function offer(select, known) {
  const none = select.dataset.points === 'room' ? ['0', t('Phòng họp')] : ['', t('Chọn điểm cầu')];
  const wanted = [none, ...known];
  const mark = JSON.stringify(wanted);
  if (select.dataset.offered === mark && select.options.length === wanted.length) return;
  const chosen = select.dataset.offered ? select.value : select.dataset.chosen;
  select.replaceChildren(...wanted.map(([value, words]) => new Option(words, value)));
  select.value = wanted.some(([value]) => value === chosen) ? chosen : none[0];
  select.dataset.offered = mark;
}

function countAll() {
  /** @type {Map<string, HTMLElement[]>} */
  const there = new Map();
  for (const row of document.querySelectorAll('[data-panel] [data-seat][data-point]')) {
    there.set(row.dataset.point, [...(there.get(row.dataset.point) ?? []), row]);
  }
  for (const point of document.querySelectorAll('.points [data-point-id]')) {
    count(point, there.get(point.dataset.pointId) ?? []);
    offerAll(point);
  }
}

/** @param {HTMLElement} point @param {HTMLElement[]} rows */
function count(point, rows) {
  const told = rows.filter((row) => row.dataset.connected);
  const on = told.filter((row) => row.dataset.connected === 'yes').length;
  const lost = told.length > 0 && on === 0;
  point.toggleAttribute('data-lost', lost);
  const devices = told.length ? t('máy kết nối %(on)s/%(all)s', { on, all: told.length }) : '';
  const away = t('mất kết nối');
  say(point, '[data-point-devices]', lost ? `${devices} · ${away}` : devices);
  say(point, '[data-point-people]', rows.map(nameOf).join(', '));
}

const nameOf = (row) => row.dataset.name ?? row.querySelector(':scope > span').textContent;

function say(point, where, words) {
  const place = point.querySelector(where);
  if (place.textContent !== words) place.textContent = words;
}

/**
 * A button that checks in the people expected there who have not come; none once the meeting is over.
 * @param {HTMLElement} point
 */
function offerAll(point) {
  /** @type {HTMLInputElement|null} */
  const field = point.querySelector('input[data-point-all]');
  if (!field) return;
  const there = document.querySelectorAll(`.roll-row[data-expected="${point.dataset.pointId}"][data-state="expected"]`);
  const rows = [...there].filter((row) => row.querySelector('.roll-arrive'));
  field.value = JSON.stringify(rows.map((row) => Number(row.dataset.seat)));
  field.form.dataset.n = String(rows.length);
  field.form.querySelector('[data-point-all-count]').textContent = String(rows.length);
  field.form.hidden = rows.length === 0;
}
