/**
 * A device in the room is a witness: it stores what it is shown of the journal, and warns everybody when later heads
 * do not follow. So nobody can rewrite the meeting with the server alone.
 */

import { listen } from '../live/live.js';
import { submit } from '../parts/commands.js';
import { t } from '../parts/words.js';
import { contradicted, judge } from './judge.js';
import { bookOf, keepHead, keepReceipts, keptOf } from './kept.js';

const ASK_AGAIN_AFTER = 10_000;
const BACK_SOON = 3_000;
const BACK_WITHIN = 20_000; // a whole hall reconnects at once: its questions are spread
let alarmed = false;
let asking = false;
let key = ''; // of the server
let hadJoined = false; // reconnected: perhaps to a server that was restored from a backup

/** Store and compare from now on. @param {HTMLElement} room */
export function witnessJournal(room) {
  const book = bookOf(Number(room.dataset.meeting));
  key = room.dataset.key; // also where no head is shown: stored heads may be newer than the server's own
  const look = () => lookAt(room, book);
  document.addEventListener('panel:drawn', look);
  look();
  listen('current', () => {
    if (hadJoined) setTimeout(ask, BACK_SOON + Math.random() * BACK_WITHIN, room, book);
    hadJoined = true;
  });
  const shared = document.querySelector('meta[name="lock-after"]');
  if (!room.dataset.seat || shared) return; // on a shared tablet nothing personal is stored
  const seat = Number(room.dataset.seat);
  document.addEventListener('ballot:recorded', (event) => {
    keepReceipts(book, key, [{ book, seat, .../** @type {CustomEvent} */ (event).detail }]);
  });
  listen('mine', ({ ballots }) => {
    const all = Object.entries(ballots ?? {});
    keepReceipts(book, key, all.map(([motion, ballot]) => ({ book, seat, motion: Number(motion), ...ballot })));
  });
}

function lookAt(room, book) {
  const drawn = document.querySelector('[data-panel="journal_head"] [data-head]');
  if (!drawn) {
    if (keptOf(book, key).heads.length > 0) ask(room, book); // there was a head, and now it is missing
    return;
  }
  const shown = JSON.parse(drawn.dataset.head);
  key = shown.key;
  if (judge(keptOf(book, key).heads, shown) === 'follows') keep(shown);
  else ask(room, book, shown);
}

/** @param {import('./judge.js').Shown} shown */
function keep({ book, seq, hash, prev, at, key, signature }) {
  keepHead({ book, seq, hash, prev, at, key, signature });
}

/** The page may be older than the stored heads: only the server's own answer counts now. */
async function ask(room, book, shown = null) {
  if (asking || alarmed) return;
  asking = true;
  try {
    const address = `/m/${room.dataset.meeting}/heads`;
    const answer = await fetch(address, { cache: 'no-store', headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const { heads: all, whole, key: now } = await answer.json();
    key = now;
    const wrong = contradicted(keptOf(book, key).heads, all, whole);
    if (wrong) alarm(wrong);
    else if (shown && new Map(all).get(shown.seq) === shown.hash) keep(shown);
  } catch {
    setTimeout(ask, ASK_AGAIN_AFTER, room, book, shown); // the server is away: what is stored stays
  } finally {
    asking = false;
  }
}

/** @param {import('./kept.js').Head} head */
function alarm(head) {
  alarmed = true;
  const bar = document.createElement('div');
  bar.className = 'alarm-bar';
  bar.dataset.testid = 'alarm-own-journal';
  bar.setAttribute('role', 'alert');
  const words = document.createElement('p');
  words.textContent = t(
    'Nhật ký của máy chủ không còn đúng với bản ghi số %(n)s mà máy này giữ. Báo ngay thư ký và đừng đăng xuất.',
    { n: head.seq },
  );
  bar.append(words);
  document.body.prepend(bar);
  const { book: _, ...kept } = head;
  submit('witness.report_head', kept);
}
