/** On a tablet that several people use, a person who stands aside first proves who they are. */

import { provedByPin } from '../parts/pin.js';
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
