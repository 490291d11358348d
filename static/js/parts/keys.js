/** Keys for a PIN, large enough for a slow finger. Digits typed in another way count as well. */

import { t } from './words.js';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * @param {HTMLInputElement} field where the digits go
 * @returns {HTMLElement} the keys; the tablet's own keyboard stays closed
 */
export function keysFor(field) {
  const keys = document.createElement('div');
  keys.className = 'pin-keys';
  field.inputMode = 'none';
  const press = (digit) => (field.value = (field.value + digit).slice(0, field.maxLength > 0 ? field.maxLength : 64));
  for (const digit of DIGITS) keys.append(key(digit, () => press(digit)));
  keys.append(
    key(t('Xóa hết'), () => (field.value = ''), 'pin-word'),
    key('0', () => press('0')),
    key(t('Xóa'), () => (field.value = field.value.slice(0, -1)), 'pin-word'),
  );
  return keys;
}

function key(label, press, more = '') {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `button ${more}`.trim();
  made.textContent = label;
  made.onclick = press;
  return made;
}
