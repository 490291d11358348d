/** The page of what this device keeps of a meeting: how much, and a file of it to take away. */

import { dateAndTime } from '../live/clock.js';
import { t } from '../parts/words.js';
import { bookOf, keptOf } from './kept.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main[data-meeting]'));
const find = (name) => /** @type {HTMLElement} */ (main.querySelector(`[data-${name}]`));
const { heads, receipts } = keptOf(bookOf(Number(main.dataset.meeting)), main.dataset.key);
const own = receipts.filter(({ seat }) => seat === Number(main.dataset.seat));

function show() {
  if (heads.length === 0) {
    find('kept-heads').textContent = t(
      'Máy này chưa giữ gì. Hãy mở phòng họp trên máy này khi phiên họp đang diễn ra.',
    );
    return;
  }
  const last = heads.at(-1);
  const facts = { n: heads.length, last: last.seq, at: dateAndTime(last.at) };
  find('kept-heads').textContent = t('Đang giữ %(n)s mã nhật ký; mới nhất là bản ghi số %(last)s, %(at)s.', facts);
  find('kept-ballots').textContent = t('Phiếu của ghế này: %(n)s.', { n: own.length });
  const link = /** @type {HTMLAnchorElement} */ (find('kept-file'));
  link.href = URL.createObjectURL(new Blob([text()], { type: 'application/json' }));
  link.download = `nhan-chung-${main.dataset.slug}.json`;
  find('kept-line').textContent = JSON.stringify(last);
  find('kept-actions').hidden = false;
}

const text = () => JSON.stringify({ title: main.dataset.title, heads, receipts: own }, null, 1);

show();
