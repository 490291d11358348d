/**
 * A person votes on one device, the last one on which they signed in or which they chose. The others say so below
 * their bar, with a button that moves the right to vote there.
 */

import { listen } from '../live/live.js';
import { submit } from '../parts/commands.js';
import { honorific, t } from '../parts/words.js';

const bar = () => document.querySelector('[data-alarm="elsewhere"]');

/** Say when the right to vote is on another device. */
export function watchVotingPlace() {
  listen('mine', (mine) => {
    if (!votesElsewhere(mine)) bar()?.remove();
    else if (!bar()) show();
  });
}

/** Return whether another of this person's devices has the right to vote. */
export function votesElsewhere({ device }) {
  const own = document.querySelector('[data-device-code]')?.dataset.deviceCode;
  return Boolean(own && device && device !== own);
}

/** Move the right to vote to this device. @returns {Promise<import('../parts/post.js').Reply>} */
export const voteHere = () => submit('voting.vote_here', {});

function show() {
  const made = document.createElement('div');
  made.className = 'alarm-bar';
  made.dataset.alarm = 'elsewhere';
  made.dataset.testid = 'vote-elsewhere';
  made.setAttribute('role', 'alert');
  const words = document.createElement('p');
  const facts = { honorific: honorific() };
  words.textContent = t('Quyền biểu quyết đã chuyển sang máy khác của %(honorific)s. Máy này chỉ xem được.', facts);
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
