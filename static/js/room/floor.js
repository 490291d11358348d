/** Tells a person who is called to speak, or is next, on their own page: the panel is the same for everybody. */

/** Mark the page, now and after every redraw. @param {HTMLElement} room `main#room` */
export function watchFloor(room) {
  document.addEventListener('panel:drawn', () => mark(room));
  mark(room);
}

function mark(room) {
  const calls = callsOf(room);
  if (room.dataset.called === calls) return;
  room.dataset.called = calls;
  for (const place of document.querySelectorAll('[data-called-say]')) {
    place.textContent = room.querySelector(`.floor [data-for="${calls}"]`)?.textContent ?? '';
  }
  if (calls === 'speaker' && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
}

/** @returns {''|'speaker'|'next'} */
function callsOf(room) {
  const { seat } = room.dataset;
  const floor = room.querySelector('.floor');
  if (seat && floor?.dataset.speaks === seat) return 'speaker';
  return seat && floor?.dataset.follows === seat ? 'next' : '';
}
