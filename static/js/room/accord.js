/**
 * What waits for a second person: the panel is the same for all, so whoever asked is shown here no way to agree with
 * themselves, and what is past its hour goes by itself.
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
