/** Who is called to speak sees it on their own page, and who is next: the panel is the same for all, the page is theirs. */

/** @type {string} whom this page called last */
let called = '';

/** Mark the page, now and after every redraw. @param {HTMLElement} room `main#room` */
export function watchFloor(room) {
  document.addEventListener('panel:drawn', () => mark(room));
  mark(room);
}

function mark(room) {
  const { seat } = room.dataset;
  const floor = room.querySelector('.floor');
  let calls = '';
  if (seat && floor?.dataset.speaks === seat) calls = 'speaker';
  else if (seat && floor?.dataset.follows === seat) calls = 'next';
  room.dataset.called = calls;
  if (calls === 'speaker' && called !== calls && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
  called = calls;
}
