/**
 * Unexpected events: one's own card on another device; for the officers also others' cards, a full disk, a wrong
 * clock.
 */

import { dateAndTime, hhmm } from '../live/clock.js';
import { listen } from '../live/live.js';
import { honorific, t } from '../parts/words.js';

const ASK_EVERY = 10_000;
const NAMED = 3;
const APART = 30 * 60_000; // milliseconds between two clocks; one of them must be wrong

/** Watch for alarms on a page of the room. @param {HTMLElement} room */
export function watchAlarms(room) {
  const since = document.querySelector('[data-signed-in]')?.dataset.signedIn;
  listen('mine', (mine) => {
    if (since && mine.signed_in_at > since) alarmOwner(mine.signed_in_at);
  });
  if (!['chair', 'clerk'].includes(room.dataset.view)) return;
  ask(room);
  setInterval(ask, ASK_EVERY, room);
}

function alarmOwner(at) {
  const facts = { honorific: honorific(), time: hhmm(at) };
  const words = t('Thẻ của %(honorific)s vừa được dùng trên máy khác, lúc %(time)s.', facts);
  const advice = t('Nếu không phải %(honorific)s dùng, hãy báo ngay thư ký.', facts);
  show('card', at, `${words} ${advice}`);
}

async function ask(room) {
  try {
    const answer = await fetch(`/m/${room.dataset.meeting}/alarms`, { headers: { Accept: 'application/json' } });
    if (answer.ok) showAll(await answer.json(), Number(room.dataset.seat));
  } catch {
    return; // the page shows in another way that the server is away
  }
}

/** One's own card is reported separately. */
function showAll({ twice: found, disk_mb: left, now }, own) {
  const twice = found.filter(({ seat }) => seat !== own);
  const names = twice.slice(0, NAMED).map(({ name, at }) => `${name} (${hhmm(at)})`);
  if (twice.length > NAMED) names.push(t('%(n)s người khác', { n: twice.length - NAMED }));
  const state = twice.map(({ seat, at }) => `${seat} ${at}`).join();
  show('twice', state, t('Thẻ vừa được dùng trên máy khác: %(names)s.', { names: names.join(', ') }));
  const full = t('Đĩa của máy chủ sắp đầy, còn %(mb)s MB. Báo cán bộ kỹ thuật dọn đĩa ngay.', { mb: left });
  show('disk', left === null ? '' : 'low', full);
  const apart = Math.abs(new Date(now).getTime() - Date.now()) > APART;
  const clocks = { server: dateAndTime(now), own: dateAndTime(Date.now()) };
  const wrong = t('Giờ của máy chủ (%(server)s) lệch với giờ của máy này (%(own)s).', clocks);
  const advice = t('Báo cán bộ kỹ thuật xem lại; thứ tự các việc vẫn đúng.');
  show('clock', apart ? 'apart' : '', `${wrong} ${advice}`);
}

/** An alarm stays until it is answered or over; after that it returns only with another state. */
function show(kind, state, text) {
  const shown = document.querySelector(`[data-alarm="${kind}"]`);
  if (shown?.dataset.state === state) return;
  shown?.remove();
  if (!state || sessionStorage.getItem(`alarm ${kind}`) === state) return;
  const bar = document.createElement('div');
  bar.className = 'alarm-bar';
  Object.assign(bar.dataset, { alarm: kind, state, testid: `alarm-${kind}` });
  bar.setAttribute('role', 'alert');
  const words = document.createElement('p');
  words.textContent = text;
  bar.append(words, answerButton(bar));
  document.querySelector('[data-signed-in]').before(bar);
}

function answerButton(bar) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.textContent = t('Đã biết');
  button.onclick = () => {
    sessionStorage.setItem(`alarm ${bar.dataset.alarm}`, bar.dataset.state);
    bar.remove();
  };
  return button;
}
