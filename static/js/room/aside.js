/** On a shared tablet, a person proves who they are before recusing themselves. */

import { provedByPin } from '../entrance/pin.js';
import { t } from '../parts/words.js';

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll('[data-aside][data-shared]');
for (const form of forms) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const words = form.elements.namedItem('back')
      ? t('Nhập PIN để ghi là chính bạn tham gia biểu quyết.')
      : t('Nhập PIN để ghi là chính bạn không tham gia biểu quyết.');
    if (await provedByPin(words)) form.submit();
  });
}
