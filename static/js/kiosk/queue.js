/**
 * Readings on their way to the server: each is kept on this machine before it is sent, and until it is answered. They
 * go one after the other, in the order in which they were made; each has a key of its own, so that one sent twice is
 * done once.
 */

import { isUnanswered, post } from '../parts/post.js';

const AGAIN_AFTER = 3_000;
const TOO_FAST = 429;
const STALE = 'web.bad_form';
const ENDED = ['kiosk.ended', 'access.not_signed_in', 'web.kiosk_only'];

/** @typedef {{key: string, payload: Record<string, unknown>, promised?: boolean}} Reading */

/** What a place holds; nothing when it cannot be read. @param {string} place @returns {Reading[]} */
export function keptIn(place) {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? [];
  } catch {
    return [];
  }
}

/** Whether this machine is none at the door any more. @param {string|undefined} code of a refusal */
export const isOver = (code) => ENDED.includes(code);

/** Whether the server has judged this very reading, not the machine, the network or the page. @param {any} reply */
const isJudged = (reply) => !isUnanswered(reply) && Boolean(reply.ok ? reply.answer?.told : reply.told);

export class Queue {
  /**
   * @param {string} address where a reading is sent
   * @param {string} place where they are kept
   * @param {{answered: (reply: any) => void, changed: (waiting: number, offline: boolean, held: string) => void,
   *   ended: () => void, stale: () => void}} tells
   */
  constructor(address, place, tells) {
    this.address = address;
    this.place = place;
    this.tells = tells;
    this.waiting = keptIn(place);
    this.offline = false;
    this.held = ''; // why the server takes no readings just now, in its words
    this.sending = false;
    /** @type {Map<string, (reply: any) => void>} */
    this.asked = new Map();
  }

  /** Keep it, and send it in its turn. @param {Reading} reading @returns {Promise<any>} the server's answer */
  add(reading) {
    this.waiting.push(reading);
    this.#keep();
    const answer = new Promise((tell) => this.asked.set(reading.key, tell));
    this.drain();
    return answer;
  }

  /** Whoever it is of was told that it is kept, and does not hear the answer. @param {string} key */
  promise(key) {
    const reading = this.waiting.find((each) => each.key === key);
    if (!reading) return;
    reading.promised = true;
    this.#keep();
  }

  /** The server is not to be reached just now. */
  lost() {
    this.offline = true;
    this.#tell();
  }

  /** It is. */
  found() {
    this.offline = false;
    if (this.waiting.length === 0) this.held = '';
    this.#tell();
    this.drain();
  }

  /** It was answered, and no reading judged: all of them stay. @param {any} reply */
  refused(reply) {
    if (reply.code === STALE) this.tells.stale();
    if (reply.status === TOO_FAST) return;
    if (isUnanswered(reply)) return this.lost();
    this.held = reply.message ?? '';
    this.#tell();
  }

  /** Whether all that waits outlasts this page. */
  isKept() {
    const kept = new Set(keptIn(this.place).map((reading) => reading.key));
    return this.waiting.every((reading) => kept.has(reading.key));
  }

  /** Send what waits, until nothing does or nobody answers. */
  async drain() {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length > 0 && await this.#send(this.waiting[0]));
    this.sending = false;
  }

  /** @param {Reading} first @returns {Promise<boolean>} whether it was answered */
  async #send(first) {
    const reply = await post(this.address, first);
    if (isOver(reply.code)) {
      this.tells.ended();
      return false;
    }
    if (!isJudged(reply)) {
      this.refused(reply);
      setTimeout(() => this.drain(), AGAIN_AFTER);
      return false;
    }
    if (!reply.ok && first.promised && !first.payload.kept) {
      first.payload.kept = true; // nobody stands there any more: handed in again, it is told to the secretary
      this.#keep();
      return true;
    }
    this.waiting.shift();
    this.#keep();
    this.offline = false;
    this.held = '';
    this.#tell();
    this.asked.get(first.key)?.(reply);
    this.asked.delete(first.key);
    this.tells.answered(reply);
    return true;
  }

  #keep() {
    try {
      if (this.waiting.length > 0) localStorage.setItem(this.place, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.place);
    } catch {
      return; // a full or closed store: it waits in this page alone
    }
  }

  #tell() {
    this.tells.changed(this.waiting.length, this.offline, this.held);
  }
}
