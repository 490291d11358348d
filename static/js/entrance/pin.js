/** Asks on a shared tablet who is voting: the PIN is sent to the server, which then accepts one ballot. */

import { keysFor } from '../parts/keys.js';
import { newKey, post } from '../parts/post.js';
import { t } from '../parts/words.js';

/**
 * Ask for the PIN until it is right or the person goes back.
 * @param {string} question the reason, in a sentence
 * @returns {Promise<boolean>} whether the server has accepted it
 */
export function provedByPin(question) {
  const dialog = document.createElement('dialog');
  dialog.className = 'confirm pin-ask';
  dialog.innerHTML =
    '<form><p id="pin-question"></p><input type="password" autocomplete="off" maxlength="64" required>' +
    '<p class="pin-told" role="alert"></p><div class="actions"></div></form>';
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector('input'));
  const told = /** @type {HTMLElement} */ (dialog.querySelector('.pin-told'));
  dialog.setAttribute('aria-labelledby', 'pin-question');
  field.setAttribute('aria-label', t('PIN in trên thẻ'));
  /** @type {HTMLElement} */ (dialog.querySelector('#pin-question')).textContent = question;
  field.after(keysFor(field));
  field.inputMode = 'text';
  const back = button('button', 'button', t('Quay lại'));
  const go = button('submit', 'button primary', t('Xác nhận'));
  dialog.querySelector('.actions')?.append(back, go);
  back.onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    go.disabled = true;
    told.textContent = '';
    const reply = await post('/prove', { payload: { pin: field.value }, key: newKey() });
    go.disabled = false;
    if (reply.ok) return dialog.close('yes');
    told.textContent = reply.message ?? '';
    field.value = '';
    field.focus();
    return undefined;
  };
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'yes');
    });
  });
}

function button(type, className, label) {
  const made = document.createElement('button');
  made.type = type;
  made.className = className;
  made.textContent = label;
  return made;
}
