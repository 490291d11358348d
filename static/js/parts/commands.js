/**
 * Commands: the one way a page asks the server to change something. A command has a key; sent again with
 * the same key it is answered again and not done again. So an answer that does not come over the socket
 * is asked for by HTTP with the same key, and a doubt never becomes a second ballot.
 */

import { expect, meetingId, openSocket } from '../live/live.js';
import { t } from './words.js';

const SOCKET_ANSWERS_WITHIN = 3_000;
const HTTP_ANSWERS_WITHIN = 8_000;

/**
 * @typedef {object} Reply
 * @property {boolean} ok
 * @property {number} [upto] journal number after the change
 * @property {string} [at] ISO time
 * @property {string} [code] receipt when ok, stable refusal code when not
 * @property {string} [message] sentence for the person, when not ok
 * @property {number} [status] HTTP status, when not ok; 0 when nobody answered
 * @property {object} [answer]
 */

/** A key that no other command has. `crypto.randomUUID` does not exist on a plain-http LAN page. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether nobody who can decide has answered: the same command may be sent again with the same key. */
export const isUnanswered = (reply) => !reply.ok && (reply.status === 0 || reply.status === 429 || reply.status >= 500);

/**
 * Hand in a command.
 * @param {string} command such as `voting.cast_ballot`
 * @param {Record<string, unknown>} payload its fields; `meeting_id` is added
 * @param {{key?: string}} [options] the key of an earlier attempt, to send that attempt again
 * @returns {Promise<Reply>} never rejects
 */
export async function submit(command, payload, { key = newKey() } = {}) {
  const full = { meeting_id: meetingId(), ...payload };
  const reply = (await bySocket(command, full, key)) ?? (await byHttp(command, full, key));
  if (reply.ok && reply.upto) expect(reply.upto);
  return reply;
}

/** @returns {Promise<Reply|null>} null when there is no socket or no answer on it */
async function bySocket(command, payload, key) {
  const socket = openSocket();
  if (!socket) return null;
  try {
    return await socket.timeout(SOCKET_ANSWERS_WITHIN).emitWithAck('do', { command, payload, key });
  } catch {
    return null;
  }
}

async function byHttp(command, payload, key) {
  /** @type {HTMLMetaElement|null} */
  const stamp = document.querySelector('meta[name="csrf-token"]');
  try {
    const response = await fetch(`/do/${command}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'X-CSRFToken': stamp?.content ?? '',
      },
      body: JSON.stringify({ payload, key }),
      signal: AbortSignal.timeout(HTTP_ANSWERS_WITHIN),
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
