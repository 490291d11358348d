/** Signing the minutes: one PIN, one answer. Until it says "đã ký" the minutes are unchanged. */

import '../room/room.js';
import { hhmmss } from '../live/clock.js';
import { reloadWhenReachable } from '../live/reload.js';
import { t } from '../parts/words.js';

const SIGNING_TAKES_AT_MOST = 60_000;
const READ_FOR = 1_500;

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-sign]');
  if (!form) return;
  event.preventDefault();
  if (form.dataset.state !== 'busy') sign(form, event.submitter ?? form.querySelector('button'));
});

async function sign(form, button) {
  const label = [...button.childNodes];
  button.setAttribute('aria-busy', 'true');
  button.replaceChildren(button.dataset.busy ?? t('Đang ký…'));
  say(form, 'busy', t('Đang ký. Giữ nguyên màn hình này.'));
  const reply = await send(form.action, new FormData(form));
  button.replaceChildren(...label);
  button.removeAttribute('aria-busy');
  if (reply.ok) signed(form, reply);
  else refused(form, reply);
}

async function send(address, body) {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body,
      signal: AbortSignal.timeout(SIGNING_TAKES_AT_MOST),
    });
    return await response.json();
  } catch {
    const message = t('Máy chủ chưa trả lời. Xem lại trạng thái biên bản trước khi ký lại.');
    return { ok: false, message };
  }
}

function signed(form, reply) {
  say(form, 'done', t('Đã ký lúc %(time)s', { time: hhmmss(reply.at) }));
  for (const field of form.elements) field.disabled = true;
  setTimeout(reloadWhenReachable, READ_FOR);
}

function refused(form, reply) {
  say(form, 'refused', reply.message);
  const pin = form.elements.pin;
  pin.value = '';
  pin.focus();
}

function say(form, outcome, words) {
  const place = form.querySelector('[data-outcome]');
  form.dataset.state = outcome;
  place.dataset.outcome = outcome;
  place.textContent = words;
}
