/** On a tablet that several people use, whoever stands aside shows first who they are. */

import { provedByPin } from '../parts/pin.js';
import { t } from '../parts/words.js';

/** @type {HTMLFormElement|null} */
const form = document.querySelector('[data-aside][data-shared]');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (await provedByPin(t('Nhập PIN để ghi là chính bạn không tham gia biểu quyết.'))) form.submit();
});
