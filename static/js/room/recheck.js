/** Marks this person's own answer to a re-check: the panel is the same for everybody, the answer is personal. */

import { listen } from '../live/live.js';

/** Mark the question, now and after every redraw. @param {HTMLElement} room `main#room` */
export function watchRecheck(room) {
  let mine = JSON.parse(room?.dataset.mine || '{}');
  const mark = () => {
    for (const place of document.querySelectorAll('[data-recheck]')) {
      const asked = Number(place.dataset.recheck);
      const here = Boolean(mine.present && mine.votes);
      const done = mine.rechecked === asked;
      place.querySelector('[data-recheck-ask]').toggleAttribute('hidden', !here || done);
      place.querySelector('[data-recheck-done]').toggleAttribute('hidden', !here || !done);
      place.toggleAttribute('hidden', !here); // people without a vote are not asked
    }
  };
  listen('mine', (told) => {
    mine = told;
    mark();
  });
  document.addEventListener('panel:drawn', mark);
  mark();
}
