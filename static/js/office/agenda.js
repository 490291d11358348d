/**
 * The page of an agenda: items are moved by dragging and by keys without loading the page again, and the open item is
 * saved while it is written. When somebody else was first, the page's own form is sent instead: the server then shows
 * both texts, or what was written into an item that is gone. A link is not followed while something could not be saved,
 * unless it is pressed again.
 */

import { newKey, post } from '../parts/post.js';
import { t } from '../parts/words.js';
import '../parts/letters-left.js';
import { movable } from './moving.js';

const QUIET = 1_200; // ms without typing, then it is saved
const SHOWN_BY_THE_PAGE = ['agenda.changed_meanwhile', 'kernel.not_found'];
const list = /** @type {HTMLElement|null} */ (document.querySelector('.plan-items'));

if (list) {
  movable(list, {
    command: 'agenda.move_item',
    says: (row) => ({ meeting_id: Number(list.dataset.meeting), item_id: Number(row.dataset.item) }),
    renumber: (rows) =>
      rows.forEach((row, place) => {
        row.querySelector('.plan-number').textContent = String(place + 1);
      }),
  });
}

// writing

const form = /** @type {HTMLFormElement|null} */ (document.querySelector('form[data-autosave]'));
let timer = 0;
let saving = Promise.resolve();
let written = form && JSON.stringify(said());
let given = ''; // what stays unsaved if a link is pressed again

/** Return the form's fields for the command. */
function said() {
  const { title, presenter, start, sitting, minutes, form: kind, level, internal, text } = form.elements;
  return {
    title: title.value.trim().replace(/\s+/g, ' '),
    presenter: presenter.value.trim().replace(/\s+/g, ' '),
    start: start.value,
    sitting_id: Number(sitting?.value) || null,
    minutes: Number(minutes.value) || 0,
    form: kind.value,
    level: Number(level.value),
    internal: internal.checked,
    text: text.value,
  };
}

const isDirty = () => form && JSON.stringify(said()) !== written;

/** Save what has changed, one save after the other: each names the version that the one before has made. */
function save() {
  clearTimeout(timer);
  saving = saving.then(async () => {
    if (!isDirty() || !form.elements.title.value.trim()) return;
    const now = said();
    const { version } = form.elements;
    const payload = {
      meeting_id: Number(form.dataset.meeting),
      item_id: Number(form.dataset.item),
      version: Number(version.value),
      ...now,
    };
    const reply = await post('/do/agenda.change_item', { payload, key: newKey() });
    if (reply.ok) took(now, version, reply);
    else if (SHOWN_BY_THE_PAGE.includes(reply.code)) form.submit();
    else tell(reply.message);
  });
  return saving;
}

function took(now, version, reply) {
  written = JSON.stringify(now);
  if (reply.code) version.value = String(Number(version.value) + 1);
  const line = document.getElementById(`item-${form.dataset.item}`);
  line?.setAttribute('data-level', String(now.level));
  const title = line?.querySelector('b');
  if (title) title.textContent = now.title;
  const at = new Date(reply.at).toLocaleTimeString('vi', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Ho_Chi_Minh',
  });
  tell(t('Đã tự lưu lúc %(time)s.', { time: at }));
}

function tell(words) {
  form.querySelector('[data-saved]').textContent = words;
}

if (form?.querySelector('[data-saved]')) {
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });
  form.addEventListener('focusout', save);
  form.addEventListener('submit', () => clearTimeout(timer));
  document.addEventListener('click', async (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || !isDirty() || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    await save();
    const now = JSON.stringify(said());
    if (now !== written && now !== given) {
      given = now;
      form.reportValidity();
    } else location.assign(link.getAttribute('href'));
  });
}
