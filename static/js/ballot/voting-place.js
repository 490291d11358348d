/**
 * A person votes on one device, the last they signed in on or chose. Every other one says so under its bar,
 * with the one press that brings the right to vote here.
 */

import { listen } from '../live/live.js';
import { order } from '../parts/order.js';
import { t } from '../parts/words.js';

const bar = () => document.querySelector('[data-alarm="elsewhere"]');

/** Say when the right to vote is on another device. */
export function watchVotingPlace() {
  const own = document.querySelector('[data-device-code]')?.dataset.deviceCode;
  listen('mine', ({ device }) => {
    const elsewhere = Boolean(own && device && device !== own);
    if (!elsewhere) bar()?.remove();
    else if (!bar()) show();
  });
}

/** Take the right to vote to this device. @returns {Promise<import('../parts/order.js').Reply>} */
export const voteHere = () => order('voting.vote_here', {});

function show() {
  const made = document.createElement('div');
  made.className = 'alarm-bar';
  made.dataset.alarm = 'elsewhere';
  made.dataset.testid = 'vote-elsewhere';
  made.setAttribute('role', 'alert');
  const words = document.createElement('p');
  words.textContent = t('Quyền biểu quyết đã chuyển sang máy khác của đồng chí. Máy này chỉ xem được.');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.dataset.testid = 'vote-here';
  button.textContent = t('Biểu quyết tại máy này');
  button.onclick = async () => {
    const reply = await voteHere();
    if (reply.ok) made.remove();
    else words.textContent = reply.message;
  };
  made.append(words, button);
  document.querySelector('[data-device-code]').before(made);
}
