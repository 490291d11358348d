/** Sorts the roll in the order of the list, or by given name in the Vietnamese alphabet, by moving its rows. */

const PLACE = 'roll-order';

/** Sort each `[data-roll]` as chosen on this device, now and after every redraw. */
export function sortRolls() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-sort]');
    if (!button) return;
    localStorage.setItem(PLACE, button.dataset.sort);
    sort(document);
  });
  document.addEventListener('panel:drawn', (event) => sort(event.target));
  sort(document);
}

const alphabet = new Intl.Collator('vi');
const byName = (a, b) => alphabet.compare(a.given, b.given) || alphabet.compare(a.name, b.name);
const byPlace = (a, b) => Number(a.place) - Number(b.place);

function sort(root) {
  const order = localStorage.getItem(PLACE) ?? 'list';
  for (const button of document.querySelectorAll('[data-sort]')) {
    button.setAttribute('aria-pressed', String(button.dataset.sort === order));
  }
  const before = order === 'alpha' ? byName : byPlace;
  for (const list of root.querySelectorAll('[data-roll] ol')) {
    const rows = [...list.children];
    const sorted = [...rows].sort((a, b) => before(a.dataset, b.dataset));
    if (sorted.some((row, i) => row !== rows[i])) list.append(...sorted);
  }
}
