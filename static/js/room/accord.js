/**
 * Requests that wait for a second person. The panel is the same for everybody, so the requesting person gets no button
 * to agree here, and expired requests are hidden.
 */

import { serverNow } from '../live/clock.js';

/** Mark the requests, now, each second and after every redraw. @param {HTMLElement} room `main#room` */
export function watchAccord(room) {
  const mark = () => {
    for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-accord-by]'))) {
      const until = card.querySelector('[data-accord-until]').dataset.accordUntil;
      card.toggleAttribute('hidden', Date.parse(until) <= serverNow());
      card.querySelector('.accord-agree').toggleAttribute('hidden', card.dataset.accordBy === room?.dataset.seat);
    }
  };
  document.addEventListener('panel:drawn', mark);
  setInterval(mark, 1000);
  mark();
}
