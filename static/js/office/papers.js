/**
 * Papers are sent in slices, one file after the other, each with its progress. A server or a network that was away
 * for a while is asked how far it has come, and the rest is sent; nothing is sent twice.
 */

import { newKey } from '../parts/post.js';
import { t } from '../parts/words.js';

const ANSWERS_WITHIN = 60_000;
const TRIES = 30;
const PAUSE = 2_000;
const LOOKS_EVERY = 3_000;
/** @type {HTMLMetaElement|null} */
const stamp = document.querySelector('meta[name="csrf-token"]');

/** Ask by POST: what was answered, or null when nobody answered. */
async function ask(address, body) {
  try {
    const headers = { 'X-CSRFToken': stamp?.content ?? '', Accept: 'application/json' };
    const answer = await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWERS_WITHIN) });
    return answer.status >= 500 && answer.status !== 503 ? null : await answer.json();
  } catch {
    return null;
  }
}

const pause = () => new Promise((done) => setTimeout(done, PAUSE));

/** Send one file to where a form says; its refusal in words, or nothing. */
async function send(form, file, line, more) {
  const key = newKey();
  const slice = Number(form.dataset.slice);
  const named = new URLSearchParams({ key, name: file.name, of: String(file.size) });
  let at = 0;
  let tries = 0;
  while (at < file.size && tries < TRIES) {
    named.set('at', String(at));
    const piece = tries ? new ArrayBuffer(0) : await file.slice(at, at + slice).arrayBuffer();
    const reply = await ask(`${form.dataset.address}/slices?${named}`, piece);
    if (reply?.ok) {
      tries = 0;
      at = reply.received;
      line.querySelector('progress').value = at;
    } else if (reply && reply.code !== 'documents.out_of_step') {
      return reply.message;
    } else {
      tries += 1;
      await pause();
    }
  }
  const said = new URLSearchParams({ ...more, upload: key, key, name: file.name, size: String(file.size) });
  line.querySelector('span').textContent = t('Đang kiểm tra tệp…');
  const reply = await ask(form.dataset.address, said);
  return reply ? (reply.ok ? '' : reply.message) : t('Chưa gửi được. Kiểm tra mạng rồi chọn lại tệp.');
}

/** A line of a form's list for one file. */
function lineFor(form, file) {
  const line = document.createElement('li');
  const name = document.createElement('b');
  name.textContent = file.name;
  const bar = document.createElement('progress');
  bar.max = file.size || 1;
  bar.setAttribute('aria-label', t('Đã tải lên %(name)s', { name: file.name }));
  const said = document.createElement('span');
  said.textContent = t('Chờ tải lên');
  line.append(name, bar, said);
  form.querySelector('[data-uploads]').append(line);
  return line;
}

/** Send files in their order; what was taken stands on the page that is shown then. */
async function sendAll(form, files, more) {
  const waiting = [...files].map((file) => ({ file, line: lineFor(form, file) }));
  let refused = 0;
  for (const { file, line } of waiting) {
    line.querySelector('span').textContent = t('Đang tải lên');
    const problem = await send(form, file, line, more);
    line.dataset.outcome = problem ? 'refused' : 'done';
    line.querySelector('span').textContent = problem || t('Đã nhận');
    refused += problem ? 1 : 0;
  }
  if (refused === 0) location.reload();
  else await refresh();
}

/** Bring the lists of papers up to date; the forms that somebody has open stay as they are. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const section of document.querySelectorAll('[data-group]')) {
    const now = fresh.querySelector(`[data-group="${section.getAttribute('data-group')}"]`);
    if (now && !section.querySelector('details[open]')) section.replaceWith(document.adoptNode(now));
  }
}

/** While papers are converted, their states are asked for. */
async function watch() {
  if (document.querySelector('[data-state="converting"]')) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const state of document.querySelectorAll('[data-paper]')) {
        const now = fresh.querySelector(`[data-paper="${state.getAttribute('data-paper')}"]`);
        if (now && now.outerHTML !== state.outerHTML) state.replaceWith(document.adoptNode(now));
      }
    } catch {
      // the server is away for a moment
    }
  }
  setTimeout(watch, LOOKS_EVERY);
}

/** What the fields of a form say beside the file: under which item, of what a new version, why it is late. */
const fieldsOf = (form) => Object.fromEntries(new FormData(form));

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll('form[data-upload]');

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
  const replaces = target.dataset.replaces;
  const form = replaces ? forms[0] : /** @type {HTMLFormElement|null} */ (target.closest('form[data-upload]'));
  if (!form) return;
  if (form.reportValidity()) sendAll(form, target.files, replaces ? { replaces } : fieldsOf(form));
  else target.value = '';
});
for (const form of forms) {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('dragover', (event) => event.preventDefault());
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length && form.reportValidity()) {
      sendAll(form, event.dataTransfer.files, fieldsOf(form));
    }
  });
}
watch();
