/** The roll in the order of the list, or by given name: the rows move, their order is the server's. */

const PLACE = 'roll-order';

/** Sort each `[data-roll]` as chosen on this device, now and after every redraw. */
export function sortRolls() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-sort]');
    if (!button) return;
    localStorage.setItem(PLACE, button.dataset.sort);
    sort(document);
  });
  document.addEventListener('panel:drawn', (event) => {
    number(event.target);
    sort(event.target);
  });
  number(document);
  sort(document);
}

/** The server draws in list order: remember it, to return to. */
function number(root) {
  for (const list of root.querySelectorAll('[data-roll] ol')) {
    [...list.children].forEach((row, position) => (row.dataset.position = String(position)));
  }
}

function sort(root) {
  const order = localStorage.getItem(PLACE) ?? 'list';
  for (const button of document.querySelectorAll('[data-sort]')) {
    button.setAttribute('aria-pressed', String(button.dataset.sort === order));
  }
  const key = order === 'alpha' ? 'alpha' : 'position';
  for (const list of root.querySelectorAll('[data-roll] ol')) {
    const rows = [...list.children];
    const sorted = [...rows].sort((a, b) => Number(a.dataset[key]) - Number(b.dataset[key]));
    if (sorted.some((row, i) => row !== rows[i])) list.append(...sorted);
  }
}
