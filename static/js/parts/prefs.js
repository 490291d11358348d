/**
 * How this device shows things: size of text, ground, handedness, shortcuts. Applied at once and kept in
 * the cookie `prefs` (`theme=dark&size=2`), which the server reads to draw the next page the same way.
 */

const YEAR = 31_536_000; // seconds

/** @returns {URLSearchParams} */
function saved() {
  const cookie = document.cookie.split('; ').find((part) => part.startsWith('prefs='));
  return new URLSearchParams(cookie?.slice('prefs='.length));
}

/** What this device prefers, or null. @param {'theme'|'size'|'hand'|'shortcuts'} name */
export const preference = (name) => saved().get(name);

function choose(name, value) {
  const prefs = saved();
  prefs.set(name, value);
  document.cookie = `prefs=${prefs}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  document.documentElement.dataset[name] = value;
  showChosen(name, value);
}

function showChosen(name, value) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll(`button[data-pref="${name}"]`);
  for (const button of buttons) {
    button.setAttribute('aria-pressed', String(button.value === value));
  }
}

document.addEventListener('click', (event) => {
  /** @type {HTMLButtonElement|null} */
  const button = event.target.closest('button[data-pref]');
  if (button) choose(button.dataset.pref, button.value);
});
document.addEventListener('change', (event) => {
  const target = /** @type {HTMLInputElement} */ (event.target);
  const value = target.type === 'checkbox' ? String(target.checked) : target.value;
  if (target.dataset.pref) choose(target.dataset.pref, value);
});
const hand = preference('hand');
if (hand) document.documentElement.dataset.hand = hand;
