/**
 * Requests by HTTP. A request has a key; sent again with the same key it gets the same answer and is not done again,
 * so a caller without an answer may ask again.
 */

import { t } from './words.js';

const ANSWERS_WITHIN = 8_000;

/**
 * @typedef {object} Reply
 * @property {boolean} ok
 * @property {number} [upto] journal number after the change
 * @property {string} [at] ISO time
 * @property {string} [code] receipt when ok, stable refusal code when not
 * @property {string} [message] sentence for the person, when not ok
 * @property {number} [status] HTTP status, when not ok; 0 when nobody answered
 * @property {any} [answer]
 */

/** Return a key that no other request has. `crypto.randomUUID` does not exist on a plain-http LAN page. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Return whether the server has not decided: the same request may be sent again with the same key. */
export const isUnanswered = (reply) => !reply.ok && (reply.status === 0 || reply.status === 429 || reply.status >= 500);

/**
 * @param {string} address
 * @param {{payload: Record<string, unknown>, key: string}} body
 * @returns {Promise<Reply>} never rejects
 */
export async function post(address, body) {
  /** @type {HTMLMetaElement|null} */
  const stamp = document.querySelector('meta[name="csrf-token"]');
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'X-CSRFToken': stamp?.content ?? '',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWERS_WITHIN),
    });
    return await response.json();
  } catch {
    return {
      ok: false,
      status: 0,
      code: 'net.unanswered',
      message: t('Chưa gửi được. Dữ liệu đã nhập vẫn còn. Thử lại khi có kết nối.'),
    };
  }
}
