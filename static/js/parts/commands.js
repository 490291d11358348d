/**
 * Commands: the only way in which a page asks the server to change something in the meeting. When no answer comes over
 * the socket, it is asked for by HTTP with the same key, so a doubt never becomes a second ballot.
 */

import { expect, meetingId, openSocket } from '../live/live.js';
import { newKey, post } from './post.js';

const SOCKET_ANSWERS_WITHIN = 3_000;

/**
 * Submit a command.
 * @param {string} command such as `voting.cast_ballot`
 * @param {Record<string, unknown>} payload its fields; `meeting_id` is added
 * @param {{key?: string}} [options] the key of an earlier attempt, to send that attempt again
 * @returns {Promise<import('./post.js').Reply>} never rejects
 */
export async function submit(command, payload, { key = newKey() } = {}) {
  const full = { meeting_id: meetingId(), ...payload };
  const reply = (await bySocket(command, full, key)) ?? (await post(`/do/${command}`, { payload: full, key }));
  if (reply.ok && reply.upto) expect(reply.upto);
  return reply;
}

/** @returns {Promise<import('./post.js').Reply|null>} null when there is no socket or no answer on it */
async function bySocket(command, payload, key) {
  const socket = openSocket();
  if (!socket) return null;
  try {
    return await socket.timeout(SOCKET_ANSWERS_WITHIN).emitWithAck('do', { command, payload, key });
  } catch {
    return null;
  }
}
