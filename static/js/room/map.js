/**
 * The map of the room: the speaker and the people who have voted are marked from the panels beside it, lost devices by
 * `devices.js`. Each mark is also a word, so that the list says what the map shows.
 */

import { t } from '../parts/words.js';

const PLACE = 'room-map';

/** Mark the seats, now and after every redraw; show map or list as chosen on this device. @param {HTMLElement} room */
export function watchMap(room) {
  const frame = /** @type {HTMLElement|null} */ (room?.querySelector('[data-map]'));
  if (!frame) return;
  const mark = () => markSeats(room);
  document.addEventListener('panel:drawn', mark);
  document.addEventListener('devices:marked', mark);
  for (const button of room.querySelectorAll('[data-map-show]')) {
    button.addEventListener('click', () => show(room, frame, button.dataset.mapShow));
  }
  show(room, frame, localStorage.getItem(PLACE) === 'list' ? 'list' : 'map');
  mark();
}

function show(room, frame, which) {
  localStorage.setItem(PLACE, which);
  frame.dataset.show = which;
  for (const button of room.querySelectorAll('[data-map-show]')) {
    button.setAttribute('aria-pressed', String(button.dataset.mapShow === which));
  }
}

/** While the box is open it shows who has voted, never how. @param {HTMLElement} room */
function markSeats(room) {
  const speaks = room.querySelector('.floor')?.dataset.speaks ?? '';
  const voted = new Set(
    [...room.querySelectorAll('[data-key^="box-"]')]
      .filter(({ dataset }) => dataset.stands === 'sent' || dataset.stands === 'written')
      .map(({ dataset }) => dataset.seat),
  );
  for (const spot of room.querySelectorAll('[data-room-map] [data-seat]')) {
    const { seat, state, connected } = spot.dataset;
    const marks = { speaks: seat === speaks, voted: voted.has(seat) };
    for (const [name, is] of Object.entries(marks)) {
      if (is) spot.dataset[name] = 'yes';
      else delete spot.dataset[name];
    }
    say(spot, [
      ...(marks.speaks ? [t('đang phát biểu')] : []),
      ...(marks.voted ? [t('đã bỏ phiếu')] : []),
      ...(state === 'present' && connected === 'no' ? [t('máy mất kết nối')] : []),
      ...(connected === 'yes' ? [t('máy kết nối')] : []),
    ]);
  }
}

function say(spot, words) {
  const text = words.join(' · ');
  let place = spot.querySelector('.spot-marks');
  if (!place && text) {
    place = document.createElement('i');
    place.className = 'spot-marks';
    spot.append(' ', place);
  }
  if (place && place.textContent !== text) place.textContent = text;
}
