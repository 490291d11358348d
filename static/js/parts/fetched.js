/**
 * Long lists that are loaded on demand: a `details[data-fetch]` shows in its `[data-keep]` the answer of its address,
 * fetched again each time it is opened. An answer from elsewhere (the sign-in page) is not shown.
 */

import { t } from './words.js';

/** Follow every `details[data-fetch]` of the page, including those drawn later. */
export function startFetched() {
  const opened = (event) => {
    /** @type {HTMLDetailsElement} */
    const details = event.target;
    if (details.dataset.fetch && details.open) read(details);
  };
  document.addEventListener('toggle', opened, { capture: true }); // it does not bubble
}

/** @param {HTMLElement} details */
async function read(details) {
  const place = details.querySelector('[data-keep]');
  try {
    const answer = await fetch(details.dataset.fetch, { cache: 'no-store' });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    place.innerHTML = await answer.text();
  } catch {
    place.textContent = t('Chưa tải được danh sách. Hãy đóng rồi mở lại.');
  }
}
