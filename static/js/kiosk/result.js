/** Shows the result of a reading over the whole page, for some seconds. */

const WELL_FOR = 6_000;
const ILL_FOR = 20_000;

let ends = 0;

/** @param {any} reply @param {() => void} leave what “Tôi ra về” does */
export function showReply(reply, leave) {
  show(reply.ok ? reply.answer.html : reply.html ?? '', reply.ok ? WELL_FOR : ILL_FOR);
  place().querySelector('[data-leave]')?.addEventListener('click', leave);
}

/** There is no answer yet: the reading was stored. @param {string} name of the person, where it is known */
export function showKept(name) {
  show(template('kept'), WELL_FOR);
  place().querySelector('[data-kept-name]').textContent = name;
}

/** The code is not ours. */
export const showUnread = () => show(template('unread'), ILL_FOR);

/** @returns {HTMLElement} */
const place = () => document.querySelector('[data-result]');

/** @param {string} name */
const template = (name) => document.querySelector(`[data-template="${name}"]`).innerHTML;

/** @param {string} html of our own server @param {number} lasts milliseconds */
function show(html, lasts) {
  const result = place();
  result.innerHTML = html;
  result.hidden = false;
  clearTimeout(ends);
  const close = () => (result.hidden = true);
  ends = setTimeout(close, lasts);
  result.querySelector('[data-close]')?.addEventListener('click', close);
}
