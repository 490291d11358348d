/** Marks every row of a seat that has a connected tablet, for the secretary and the chair. */

import { serverNow } from '../live/clock.js';
import { listen } from '../live/live.js';
import { t } from '../parts/words.js';

const MINUTE = 60_000;
const SILENT_AFTER = 5 * MINUTE;

/** @type {Set<string>|null} null until the server has sent them */
let connected = null;

/** When the last device of a seat disconnected, in the server's time. @type {Map<string, number>} */
let lost = new Map();

/** When the server started to listen: it does not know earlier times. */
let heardSince = 0;

/** Mark rows now and after every redraw. */
export function watchDevices() {
  listen('devices', ({ seats, lost: ago, heard }) => {
    const before = (seconds) => Date.now() - seconds * 1_000;
    connected = new Set(seats.map(String));
    lost = new Map(Object.entries(ago).map(([seat, seconds]) => [seat, before(seconds)]));
    heardSince = before(heard);
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

/** Tell the secretary when the device of a present person has been silent for long. @param {HTMLElement} row */
function sayIsSilent(row) {
  const silent = row.dataset.state === 'present' && isSilent(row);
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

/** Return how long nothing was heard of a present person: since the device was lost, or they came without one. */
function isSilent(row) {
  const { seat, came } = row.dataset;
  if (connected.has(seat)) return false;
  const since = serverNow() - (Number(came) + 1) * MINUTE; // they came within that minute
  const here = since < -MINUTE ? Infinity : since; // the server's clock was set back: the time of coming says nothing
  return Math.min(Date.now() - (lost.get(seat) ?? heardSince), here) > SILENT_AFTER;
}

/** A question about people says how many of them cannot reach the server. @param {HTMLElement} form */
function countOffline(form) {
  const lost = document.querySelectorAll(`${form.dataset.offlineIn} [data-connected="no"]:not([hidden])`).length;
  const words = t('(%(n)s đang mất kết nối)', { n: lost });
  form.dataset.offline = lost ? ` ${words}` : '';
}
