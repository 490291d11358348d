/** A question before something that cannot be undone, in words that name the consequence. */

import { t } from './words.js';

/**
 * Ask and wait. Esc and "Quay lại" mean no; the safe answer has the focus.
 * @param {string} question
 * @param {{yes: string, danger?: boolean}} answer `yes` is the label of the action itself
 * @returns {Promise<boolean>}
 */
export function confirmed(question, { yes, danger = false }) {
  const back = button('button', t('Quay lại'));
  const go = button(danger ? 'button danger' : 'button primary', yes);
  const dialog = document.createElement('dialog');
  dialog.className = 'confirm';
  const words = document.createElement('p');
  words.id = 'confirm-question';
  words.textContent = question;
  dialog.setAttribute('aria-labelledby', words.id);
  const actions = document.createElement('div');
  actions.className = 'actions';
  actions.append(back, go);
  dialog.append(words, actions);
  document.body.append(dialog);
  back.autofocus = true;
  back.onclick = () => dialog.close();
  go.onclick = () => dialog.close('yes');
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'yes');
    });
  });
}

function button(className, label) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = label;
  return made;
}
