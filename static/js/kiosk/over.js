/** A stopped kiosk shows how many readings it could not send: somebody must check these people in by hand. */

import { t } from '../parts/words.js';
import { forgetAll } from './forget.js';
import { keptIn } from './queue.js';

forgetAll();
const count = keptIn('kiosk').length; // of every meeting in which this machine was a kiosk
if (count > 0) {
  /** @type {HTMLElement} */
  const notice = document.querySelector('[data-unsent]');
  notice.hidden = false;
  notice.querySelector('[data-unsent-words]').textContent = t(
    'Còn %(n)s lần đọc chưa gửi được. Nhờ thư ký điểm danh những người này.',
    { n: count },
  );
}
