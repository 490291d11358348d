/** Shows below a field how many letters are left, when there are few. The limit is the server's (`maxlength`). */
import { t } from './words.js';

const SHORT = 0.1; // of the limit
const SMALLEST = 100; // a smaller field shows clearly enough that it is full

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  if (target.maxLength >= SMALLEST && target.type !== 'password') tell(target);
});

/** @param {HTMLInputElement|HTMLTextAreaElement} field */
function tell(field) {
  const left = field.maxLength - field.value.length;
  const said = field.nextElementSibling?.matches('[data-letters-left]') ? field.nextElementSibling : null;
  if (left > field.maxLength * SHORT) {
    said?.remove();
    return;
  }
  const place = said ?? document.createElement('p');
  place.className = 'letters-left figures';
  place.dataset.lettersLeft = '';
  place.setAttribute('role', 'status');
  place.textContent = left > 0
    ? t('Còn %(left)s ký tự', { left })
    : t('Đã đủ %(limit)s ký tự, không ghi thêm được.', { limit: field.maxLength });
  if (!said) field.after(place);
}
