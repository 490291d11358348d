/** Names to choose from, taken from the list of people who may vote: people who have voted meanwhile are removed. */

/** Fill them when a control is opened, and after every ballot while it is open. */
export function watchChoices() {
  document.addEventListener('toggle', (event) => offer(event.target), true);
  document.addEventListener('panel:drawn', (event) => offer(event.target));
}

/** @param {any} changed */
function offer(changed) {
  for (const select of changed.querySelectorAll?.('select[data-choose]') ?? []) {
    if (select.closest('details')?.open) fill(select);
  }
}

/** @param {HTMLSelectElement} select */
function fill(select) {
  const lines = select.closest('.motion')?.querySelectorAll(`[data-stands="${select.dataset.choose}"]`) ?? [];
  const wanted = new Map([...lines].map((line) => [line.dataset.seat, nameOf(line)]));
  for (const option of [...select.options]) {
    if (option.value && !wanted.has(option.value)) option.remove(); // even a chosen one: nobody else takes their place
  }
  let next = select.options[0]?.nextElementSibling ?? null;
  for (const [seat, name] of wanted) {
    if (next instanceof HTMLOptionElement && next.value === seat) next = next.nextElementSibling;
    else select.insertBefore(new Option(name, seat), next);
  }
}

const nameOf = (line) => line.textContent.replace(/\s+/g, ' ').trim();
