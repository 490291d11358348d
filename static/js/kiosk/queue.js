/**
 * Readings on their way to the server: each is kept on this machine before it is sent, and until it is answered. They
 * go one after the other, in the order in which they were made; each has a key of its own, so that one sent twice is
 * done once.
 */

import { isUnanswered, post } from '../parts/post.js';

const AGAIN_AFTER = 3_000;
const LEFT_AFTER = 10_000; // until then the page that has read it sends it, and notes what it has promised
const TOO_FAST = 429;
const STALE = 'web.bad_form';
const ENDED = ['kiosk.ended', 'access.not_signed_in', 'web.kiosk_only'];

/**
 * @typedef {object} Reading
 * @property {string} key
 * @property {Record<string, unknown>} payload
 * @property {number} [made] when this page made it, in milliseconds; the clock of a page never steps back
 * @property {boolean} [promised] whoever it is of was told that it is kept
 */

/**
 * What a place holds, in the order in which it was read. Each reading is an item of its own, so that two pages of one
 * machine write over nothing of each other's.
 * @param {string} place
 * @returns {Reading[]}
 */
export function keptIn(place) {
  const kept = new Map(namesIn(place).flatMap(readingsAt).map((reading) => [reading.key, reading]));
  return [...kept.values()].sort(byAge);
}

/** @param {string} place @returns {string[]} none where the store is closed */
function namesIn(place) {
  try {
    return Object.keys(localStorage).filter((name) => name === place || name.startsWith(`${place}:`));
  } catch {
    return [];
  }
}

/** @param {string} name @returns {Reading[]} none when it cannot be read: the others can */
function readingsAt(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(name));
    return Array.isArray(kept) ? takeApart(name, kept.filter(isReading)) : [kept].filter(isReading);
  } catch {
    return [];
  }
}

/**
 * An earlier version kept a whole place as one list, which an update finds there.
 * @param {string} place
 * @param {Reading[]} list oldest first, and older than whatever is an item of its own
 */
function takeApart(place, list) {
  const readings = list.map((reading, index) => ({ ...reading, made: index }));
  try {
    for (const reading of readings) localStorage.setItem(`${place}:${reading.key}`, JSON.stringify(reading));
    localStorage.removeItem(place);
  } catch {
    return readings; // the store is full: the list stays until it is not
  }
  return readings;
}

/** @param {any} kept */
const isReading = (kept) => Boolean(kept?.key && kept.payload);

/** @param {Reading} one @param {Reading} other */
const byAge = (one, other) => (one.made ?? 0) - (other.made ?? 0);

const now = () => performance.timeOrigin + performance.now();

/** Whether this machine is none at the door any more. @param {string|undefined} code of a refusal */
export const isOver = (code) => ENDED.includes(code);

/** Whether the server has judged this very reading, not the machine, the network or the page. @param {any} reply */
const isJudged = (reply) => !isUnanswered(reply) && Boolean(reply.ok ? reply.answer?.told : reply.told);

export class Queue {
  /**
   * @param {string} address where a reading is sent
   * @param {string} place where they are kept, each under its key
   * @param {{answered: (reply: any) => void, changed: (waiting: number, offline: boolean, held: string) => void,
   *   ended: () => void, stale: () => void}} tells
   */
  constructor(address, place, tells) {
    this.address = address;
    this.place = place;
    this.tells = tells;
    this.waiting = keptIn(place);
    this.known = new Set(this.waiting.map((reading) => reading.key)); // also what was answered since
    this.offline = false;
    this.held = ''; // why the server takes no readings just now, in its words
    this.sending = false;
    /** @type {Map<string, (reply: any) => void>} */
    this.asked = new Map();
  }

  /** Keep it, and send it in its turn. @param {Reading} reading @returns {Promise<any>} the server's answer */
  add(reading) {
    reading.made = now();
    this.known.add(reading.key);
    this.waiting.push(reading);
    this.#keep(reading);
    const answer = new Promise((tell) => this.asked.set(reading.key, tell));
    this.drain();
    return answer;
  }

  /** Whoever it is of was told that it is kept, and does not hear the answer. @param {string} key */
  promise(key) {
    const reading = this.waiting.find((each) => each.key === key);
    if (!reading) return;
    reading.promised = true;
    this.#keep(reading);
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

  /**
   * Whether all that waits outlasts this page. It is tried once more: the store was full when it came, or another page
   * has settled some of it, which is answered again under its key and not done again.
   */
  isKept() {
    return this.waiting.every((reading) => this.#keep(reading));
  }

  /** Send what waits, until nothing does or nobody answers. */
  async drain() {
    if (this.sending) return;
    this.sending = true;
    this.#takeUp();
    while (this.waiting.length > 0 && await this.#send(this.waiting[0]));
    this.sending = false;
  }

  /** What another page of this machine has kept and does not send: it was closed. A clock may have been set back. */
  #takeUp() {
    /** @param {Reading} reading */
    const isLeft = (reading) => !this.known.has(reading.key) && Math.abs(now() - (reading.made ?? 0)) > LEFT_AFTER;
    const left = keptIn(this.place).filter(isLeft);
    for (const { key } of left) this.known.add(key);
    this.waiting = [...this.waiting, ...left].sort(byAge);
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
      this.#keep(first);
      return true;
    }
    this.waiting.shift();
    this.#settle(first);
    this.offline = false;
    this.held = '';
    this.#tell();
    this.asked.get(first.key)?.(reply);
    this.asked.delete(first.key);
    this.tells.answered(reply);
    return true;
  }

  /** @param {Reading} reading @returns {boolean} false: the store is full or closed, and it waits in this page alone */
  #keep(reading) {
    try {
      localStorage.setItem(this.#nameOf(reading), JSON.stringify(reading));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {Reading} reading */
  #settle(reading) {
    try {
      localStorage.removeItem(this.#nameOf(reading));
    } catch {
      return; // closed: nothing was kept there
    }
  }

  /** @param {Reading} reading */
  #nameOf(reading) {
    return `${this.place}:${reading.key}`;
  }

  #tell() {
    this.tells.changed(this.waiting.length, this.offline, this.held);
  }
}
