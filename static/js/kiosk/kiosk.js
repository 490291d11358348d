/** The kiosk: a reading, from any source, is stored, sent in its turn, and its result is shown. */

import { learn, serverNow } from '../live/clock.js';
import { startTicking } from '../live/ticking.js';
import { stayAwake } from '../parts/awake.js';
import { newKey } from '../parts/post.js';
import { readPhoto, startCamera } from './camera.js';
import { readText } from './card.js';
import { keepNames, markOfNames, searchNames } from './find.js';
import { canOutlast } from './forget.js';
import { keepList, listKept, outlast } from './offline.js';
import { isOver, Queue } from './queue.js';
import { showKept, showReply, showUnread } from './result.js';

const SHOWN_AS_KEPT_AFTER = 2_500; // the person does not wait longer for the network
const NEWS_EVERY = 5_000;
const NEWS_WITHIN = 4_000;
const OLD_AFTER = 60_000; // a younger page has a good stamp: it is not reloaded repeatedly

/** @type {HTMLElement} */
const page = document.querySelector('[data-kiosk]');
const door = `/m/${page.dataset.meeting}/door`;
const outlasts = page.dataset.queue !== 'own' && canOutlast();
page.toggleAttribute('data-plain', !isSecureContext);
const ended = () => location.reload(); // the server says in words what this machine is now
const queue = new Queue(door, `kiosk:${page.dataset.meeting}:${page.dataset.queue}`, {
  answered: (reply) => reply.answer && showCount(reply.answer.count),
  changed: showWaiting,
  ended,
  stale: () => performance.now() > OLD_AFTER && queue.isKept() && location.reload(), // with a fresh stamp
});

/**
 * One reading. It is stored before anybody sees a result.
 * @param {Record<string, unknown>} who what names the person: card, invitation or seat_id
 * @param {string} [name] when the page knows it
 */
async function read(who, name = '', leaves = false) {
  const payload = { ...who, leaves, read_at: Math.floor(serverNow() / 1000) };
  const late = new Promise((wake) => setTimeout(() => wake(null), SHOWN_AS_KEPT_AFTER));
  const key = newKey();
  const reply = await Promise.race([queue.add({ key, payload }), late]);
  if (reply) return showReply(reply, () => read(who, name, true));
  queue.promise(key);
  showKept(name);
}

/** @param {string} text the text of a code */
function readCode(text) {
  const who = readText(text);
  if (who) read(who);
  else showUnread();
}

/** @param {{present: number, total: number}} count */
function showCount(count) {
  document.querySelector('[data-count]').textContent = `${count.present}/${count.total}`;
}

/** @param {number} waiting readings that are not sent yet @param {boolean} offline @param {string} held why */
function showWaiting(waiting, offline, held) {
  /** @type {HTMLElement} */
  const strip = document.querySelector('[data-offline]');
  strip.hidden = !offline && !held;
  strip.querySelector('[data-net]').toggleAttribute('hidden', !offline);
  strip.querySelector('[data-held]').toggleAttribute('hidden', offline);
  strip.querySelector('[data-held-why]').textContent = held;
  strip.querySelector('[data-waiting]').textContent = waiting ? String(waiting) : '';
}

/** Fetch the people who can be found, and whether this machine is still a kiosk. */
async function hearNews() {
  const asked = performance.now();
  try {
    const answer = await fetch(`${door}/people?known=${markOfNames()}`, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(NEWS_WITHIN),
    });
    const news = await answer.json();
    if (isOver(news.code)) return ended();
    if (answer.ok) showNews(news, performance.now() - asked);
    else queue.refused(news);
  } catch {
    queue.lost();
  }
  setTimeout(hearNews, NEWS_EVERY);
}

/** @param {any} news @param {number} took milliseconds */
function showNews(news, took) {
  learn(news.now, took);
  keepNames(news);
  if (outlasts && news.people) keepList(door, news);
  showCount(news.count);
  queue.found();
}

/** A kiosk, but not an officer's own device, stores what it shows; a page without `now` is a stored one. */
async function comeUp() {
  const list = outlasts && !page.dataset.now ? await listKept(door) : null;
  if (list) keepNames(list);
  hearNews();
  if (outlasts) outlast(door);
}

learn(page.dataset.now, 0);
startTicking();
stayAwake();
searchNames((person) => read({ seat_id: person.id }, person.name));
startCamera(page, readCode);
readPhoto(page, readCode, showUnread);
comeUp();
