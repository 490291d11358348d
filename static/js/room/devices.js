/** Which seats have a live tablet: marked on every row of a seat, for the secretary and the chair. */

import { listen } from '../live/live.js';
import { t } from '../parts/words.js';

const SILENT_AFTER = 5 * 60_000;

/** @type {Set<string>|null} null until the server has told */
let connected = null;

/** When each seat's device was last heard of. @type {Map<string, number>} */
const heard = new Map();

/** Mark rows now and after every redraw. */
export function watchDevices() {
  listen('devices', ({ seats }) => {
    for (const seat of connected ?? []) heard.set(seat, Date.now());
    connected = new Set(seats.map(String));
    mark();
  });
  setInterval(mark, 30_000);
  document.addEventListener('panel:drawn', mark);
}

function mark() {
  if (!connected) return;
  for (const row of document.querySelectorAll('[data-panel] [data-seat]')) {
    row.dataset.connected = connected.has(row.dataset.seat) ? 'yes' : 'no';
    sayIsSilent(row);
  }
  for (const place of document.querySelectorAll('[data-devices-count]')) {
    place.textContent = String(connected.size);
  }
  document.querySelectorAll('form[data-offline-in]').forEach(countOffline);
  document.dispatchEvent(new CustomEvent('devices:marked'));
}

/** Of whoever is here the secretary is told that their device has said nothing for long. @param {HTMLElement} row */
function sayIsSilent(row) {
  const silent = row.dataset.state === 'present' && isSilent(row.dataset.seat);
  row.toggleAttribute('data-silent', silent);
  const place = row.querySelector('.roll-state');
  if (!place) return;
  const said = place.querySelector('.roll-silent');
  if (!silent) said?.remove();
  else if (!said) {
    const words = document.createElement('span');
    words.className = 'roll-how roll-silent';
    words.textContent = t('Máy mất kết nối quá 5 phút');
    place.append(words);
  }
}

function isSilent(seat) {
  return !connected.has(seat) && heard.has(seat) && Date.now() - heard.get(seat) > SILENT_AFTER;
}

/** A question about people says how many of them cannot reach the server. @param {HTMLElement} form */
function countOffline(form) {
  const lost = document.querySelectorAll(`${form.dataset.offlineIn} [data-connected="no"]:not([hidden])`).length;
  const words = t('(%(n)s đang mất kết nối)', { n: lost });
  form.dataset.offline = lost ? ` ${words}` : '';
}
