/** Ten seconds to undo what was just done, by submitting the command that reverses it. */

import { submit } from './commands.js';
import { t } from './words.js';

const SECONDS = 10;

/** @type {HTMLElement|null} */
let bar = null;
let countdown = 0;

/**
 * Offer to undo a command.
 * @param {string} done label of what was done
 * @param {string} command
 * @param {object} payload the payload of the command that undoes it
 */
export function offerUndo(done, command, payload) {
  bar = document.createElement('div');
  bar.className = 'undo-bar';
  const words = document.createElement('span');
  words.setAttribute('role', 'status');
  words.textContent = done;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.dataset.testid = 'undo';
  button.onclick = () => takeBack(words, command, payload);
  bar.append(words, button);
  (document.querySelector('[data-undo-place]') ?? document.body).append(bar);
  count(button, SECONDS);
}

function count(button, left) {
  if (left === 0) {
    withdraw();
    return;
  }
  button.textContent = t('Hoàn tác (%(seconds)s giây)', { seconds: left });
  countdown = setTimeout(count, 1_000, button, left - 1);
}

async function takeBack(words, command, payload) {
  clearTimeout(countdown);
  bar.querySelector('button').remove();
  const mine = bar;
  const reply = await submit(command, payload);
  words.textContent = reply.ok ? t('Đã hoàn tác') : reply.message;
  countdown = setTimeout(() => mine === bar && withdraw(), SECONDS * 600);
}

/** Stop offering: something else was done after it. */
export function withdraw() {
  clearTimeout(countdown);
  bar?.remove();
  bar = null;
}
