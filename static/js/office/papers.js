/**
 * Papers are sent in slices, one file after the other, each with its progress. When a server or network was away, the
 * page asks how much has arrived until there is an answer or the person stops; likewise when another page has sent a
 * part. Nothing is sent twice.
 */

import { newKey } from '../parts/post.js';
import { t } from '../parts/words.js';
import { movable } from './moving.js';

const ANSWERS_WITHIN = 60_000;
const PAUSE = 2_000;
const LOOKS_EVERY = 3_000;
/** @type {HTMLMetaElement|null} */
const stamp = document.querySelector('meta[name="csrf-token"]');

/** Ask by POST. Returns the answer, or null when nobody answered. */
async function ask(address, body) {
  try {
    const headers = { 'X-CSRFToken': stamp?.content ?? '', Accept: 'application/json' };
    const answer = await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWERS_WITHIN) });
    return answer.status >= 500 && answer.status !== 503 ? null : await answer.json();
  } catch {
    return null;
  }
}

/** Fields that differ each time the page is loaded. */
const OF_THE_PAGE = ['csrf_token', 'key'];
const NOT_WHOLE = 'documents.not_whole';
/** Refused for now: after signing in again, or waiting, the upload continues. */
const PASSING = [401, 423, 429, 503];
const pause = () => new Promise((done) => setTimeout(done, PAUSE));

/**
 * The key of a file being sent to a place, the same after a reload; `forget` it when the file has arrived. An
 * interrupted upload continues under its key, and a file taken under it is not taken again.
 */
function keyOf(form, file, more) {
  const said = Object.entries(more).filter(([name]) => !OF_THE_PAGE.includes(name));
  const place = `upload ${JSON.stringify([form.dataset.address, said, file.name, file.size, file.lastModified])}`;
  const forget = () => localStorage.removeItem(place);
  const known = localStorage.getItem(place);
  const key = known ?? newKey();
  localStorage.setItem(place, key);
  return { key, known: known !== null, forget };
}

/** Send what has not arrived yet. Returns a refusal, or nothing when all is there or the person has stopped. */
async function sendSlices(form, file, line, key) {
  const slice = Number(form.dataset.slice);
  const named = new URLSearchParams({ key, name: file.name, of: String(file.size) });
  let at = 0;
  let asks = true;
  while ((at < file.size || asks) && !line.dataset.stopped) {
    named.set('at', String(at));
    const piece = asks ? new ArrayBuffer(0) : await file.slice(at, at + slice).arrayBuffer();
    const reply = await ask(`${form.dataset.address}/slices?${named}`, piece);
    if (reply?.ok) {
      asks = false;
      at = reply.received;
      line.querySelector('progress').value = at;
      say(line, t('Đang tải lên'));
    } else if (reply && reply.code !== 'documents.out_of_step') {
      return reply;
    } else {
      asks = true;
      say(line, t('Mất kết nối. Đang thử lại…'));
      await pause();
    }
  }
  return null;
}

/** Have the file taken; ask again until somebody answers or the person stops. */
async function take(form, file, line, key, more) {
  const said = new URLSearchParams({ ...more, upload: key, key, name: file.name, size: String(file.size) });
  while (!line.dataset.stopped) {
    say(line, t('Đang kiểm tra tệp…'));
    const reply = await ask(form.dataset.address, said);
    if (reply) return reply;
    say(line, t('Mất kết nối. Đang thử lại…'));
    await pause();
  }
  return null;
}

/** Send one file to the address of a form. Returns its refusal in words, or nothing. */
async function send(form, file, line, more) {
  const { key, known, forget } = keyOf(form, file, more);
  let reply = known || !file.size ? await take(form, file, line, key, more) : { code: NOT_WHOLE };
  while (reply?.code === NOT_WHOLE && file.size && !line.dataset.stopped) {
    reply = (await sendSlices(form, file, line, key)) ?? (await take(form, file, line, key, more));
  }
  if (!reply || (line.dataset.stopped && !reply.ok)) return t('Đã dừng. Chọn lại tệp này để tải tiếp.');
  if (!PASSING.includes(reply.status)) forget();
  return reply.ok ? '' : reply.message;
}

const say = (line, words) => {
  line.querySelector('span').textContent = words;
};

/** Return a line of a form's list for one file, with a button that stops it. */
function lineFor(form, file) {
  const line = document.createElement('li');
  const name = document.createElement('b');
  name.textContent = file.name;
  const bar = document.createElement('progress');
  bar.max = file.size || 1;
  bar.setAttribute('aria-label', t('Đã tải lên %(name)s', { name: file.name }));
  const said = document.createElement('span');
  said.textContent = t('Chờ tải lên');
  const stop = document.createElement('button');
  stop.type = 'button';
  stop.className = 'button quiet';
  stop.textContent = t('Dừng');
  stop.setAttribute('aria-label', t('Dừng tải %(name)s', { name: file.name }));
  stop.addEventListener('click', () => {
    line.dataset.stopped = 'yes';
  });
  line.append(name, bar, said, stop);
  form.querySelector('[data-uploads]').append(line);
  return line;
}

/** Send files in order. What was taken is on the page shown afterwards. */
async function sendAll(form, files, more) {
  const waiting = [...files].map((file) => ({ file, line: lineFor(form, file) }));
  waiting.at(-1)?.line.scrollIntoView({ block: 'nearest' }); // a paper far below may be replaced from its own line
  let refused = 0;
  for (const { file, line } of waiting) {
    const problem = await send(form, file, line, more);
    line.dataset.outcome = problem ? 'refused' : 'done';
    say(line, problem || t('Đã nhận'));
    line.querySelector('button').remove();
    refused += problem ? 1 : 0;
  }
  if (refused === 0) location.reload();
  else await refresh();
}

/** Update the lists of papers; forms that somebody has open stay as they are. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const section of document.querySelectorAll('[data-group]')) {
    const now = fresh.querySelector(`[data-group="${section.getAttribute('data-group')}"]`);
    if (now && !section.querySelector('details[open]')) section.replaceWith(document.adoptNode(now));
  }
  moveLists();
}

/** Bring a line of a paper up to date, unless somebody is at work in it. */
function renew(row, fresh) {
  const now = fresh.getElementById(row.id);
  const busy = row.querySelector('details[open]') || row.contains(document.activeElement);
  if (now && !busy && now.dataset.watched !== row.dataset.watched) row.replaceWith(document.adoptNode(now));
}

/** While papers are converted, or scans checked, ask for their states. */
async function watch() {
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll('[data-watched]');
  if (rows.length) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const row of rows) renew(row, fresh);
    } catch {
      // the server is away for a moment
    }
  }
  setTimeout(watch, LOOKS_EVERY);
}

/** Make the lists of papers movable, those that were just loaded too. */
function moveLists() {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-papers]'))) {
    if (list.dataset.papers) continue;
    list.dataset.papers = 'movable';
    movable(list, {
      command: 'documents.move_document',
      says: (row) => ({ meeting_id: Number(list.dataset.meeting), document_id: Number(row.dataset.document) }),
    });
  }
}

/** Return the other fields of a form: the item, the paper to replace, why it is late. */
const fieldsOf = (form) => Object.fromEntries(new FormData(form));

/** Put every item into the choices of a form that was just opened. */
function offerItems(opened) {
  for (const choice of opened.querySelectorAll('select[data-later]')) {
    delete choice.dataset.later;
    const chosen = choice.value;
    const all = document.querySelectorAll('#on-paper-item option');
    choice.replaceChildren(...[...all].map((option) => option.cloneNode(true)));
    choice.value = chosen;
  }
}

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll('form[data-upload]');

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
  const { replaces, seen } = target.dataset;
  const form = replaces ? forms[0] : /** @type {HTMLFormElement|null} */ (target.closest('form[data-upload]'));
  if (!form) return;
  if (form.reportValidity()) sendAll(form, target.files, replaces ? { replaces, seen } : fieldsOf(form));
  target.value = ''; // the same file can be chosen again; what is sent is remembered
});
document.addEventListener('toggle', ({ target }) => offerItems(target), true);
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
moveLists();
watch();
