/**
 * Lines of a list are moved by dragging, by buttons and by Alt with an arrow, without loading the page again. When the
 * server refuses, the list is shown as it is there.
 */

import { newKey, post } from '../parts/post.js';
import { t } from '../parts/words.js';

/** @returns {HTMLButtonElement|null} */
const button = (row, step) =>
  row.querySelector(`.plan-moves button[name="${step}"], .plan-moves button[value="${step}"]`);

/**
 * `command` puts a line at a `position` (from 1); `says`: its other fields for a line; `renumber`: what else changes
 * when lines move.
 */
export function movable(list, { command, says, renumber = (_rows) => {} }) {
  const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);

  /** Disable the button up of the first line, and the button down of the last one. */
  function settle() {
    const all = rows();
    renumber(all);
    all.forEach((row, place) => {
      const [up, down] = [button(row, 'up'), button(row, 'down')];
      if (up) up.disabled = place === 0;
      if (down) down.disabled = place === all.length - 1;
    });
  }

  async function move(row, place) {
    const all = rows();
    const from = all.indexOf(row);
    const to = Math.max(0, Math.min(place, all.length - 1));
    if (to === from) return;
    const focused = document.activeElement;
    if (to > from) all[to].after(row);
    else all[to].before(row);
    settle();
    if (focused instanceof HTMLElement && row.contains(focused)) focusIn(row, focused);
    const reply = await post(`/do/${command}`, { payload: { ...says(row), position: to + 1 }, key: newKey() });
    if (!reply.ok) {
      location.reload();
      return;
    }
    document.getElementById('moved').textContent = t('Đã đưa “%(title)s” đến vị trí %(n)s.', {
      title: row.querySelector('b').textContent,
      n: to + 1,
    });
  }

  let dragged = null;

  list.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('[draggable]');
    event.dataTransfer.effectAllowed = 'move';
    dragged.dataset.dragged = '';
  });
  list.addEventListener('dragover', (event) => {
    if (dragged) event.preventDefault();
  });
  list.addEventListener('drop', (event) => {
    const onto = rows().find((row) => row.contains(event.target));
    if (!dragged || !onto) return;
    event.preventDefault();
    move(dragged, rows().indexOf(onto));
  });
  list.addEventListener('dragend', () => {
    delete dragged?.dataset.dragged;
    dragged = null;
  });
  list.addEventListener('keydown', (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest('[draggable]');
    if (!event.altKey || !step || !row?.draggable) return;
    event.preventDefault();
    move(row, rows().indexOf(row) + step);
  });
  document.addEventListener('submit', (event) => {
    const row = rows().find((each) => event.submitter && each.contains(event.submitter));
    if (!row || !event.submitter.closest('.plan-moves')) return;
    event.preventDefault();
    move(row, rows().indexOf(row) + (event.submitter === button(row, 'up') ? -1 : 1));
  });
}

/** The focus stays where it was in the line; a disabled button gives it to its neighbour. */
function focusIn(row, focused) {
  if (focused instanceof HTMLButtonElement && focused.disabled) {
    row.querySelector('.plan-moves button:enabled')?.focus();
  } else focused.focus();
}
