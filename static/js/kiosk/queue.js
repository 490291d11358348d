/**
 * Readings on their way to the server. Each is stored on this machine before it is sent, until it is answered. They
 * are sent one after the other, in the order in which they were made; each has its own key, so that one sent twice is
 * recorded once.
 */

import { isUnanswered, post } from '../parts/post.js';

const AGAIN_AFTER = 3_000;
const LEFT_AFTER = 10_000; // until then the page that read it sends it, and notes what it promised
const TOO_FAST = 429;
const STALE = 'web.bad_form';
const ENDED = ['kiosk.ended', 'access.not_signed_in', 'web.kiosk_only'];

/**
 * @typedef {object} Reading
 * @property {string} key
 * @property {Record<string, unknown>} payload
 * @property {number} [made] when this page made it, in milliseconds of the page's clock, which never goes back
 * @property {boolean} [promised] the page told the person that it is stored
 */

/**
 * Return the readings stored in a place, in the order in which they were made. Each is a separate item, so that two
 * pages of one machine overwrite nothing of each other.
 * @param {string} place
 * @returns {Reading[]}
 */
export function keptIn(place) {
  const kept = new Map(namesIn(place).flatMap(readingsAt).map((reading) => [reading.key, reading]));
  return [...kept.values()].sort(byAge);
}

/** @param {string} place @returns {string[]} empty when the store is closed */
function namesIn(place) {
  try {
    return Object.keys(localStorage).filter((name) => name === place || name.startsWith(`${place}:`));
  } catch {
    return [];
  }
}

/** @param {string} name @returns {Reading[]} empty when it cannot be read: the others still can */
function readingsAt(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(name));
    return Array.isArray(kept) ? takeApart(name, kept.filter(isReading)) : [kept].filter(isReading);
  } catch {
    return [];
  }
}

/**
 * Read the single list that an earlier version stored, which an update finds there.
 * @param {string} place
 * @param {Reading[]} list oldest first, and older than all separate items
 */
function takeApart(place, list) {
  const readings = list.map((reading, index) => ({ ...reading, made: index }));
  try {
    for (const reading of readings) localStorage.setItem(`${place}:${reading.key}`, JSON.stringify(reading));
    localStorage.removeItem(place);
  } catch {
    return readings; // the store is full: the list stays until there is space
  }
  return readings;
}

/** @param {any} kept */
const isReading = (kept) => Boolean(kept?.key && kept.payload);

/** @param {Reading} one @param {Reading} other */
const byAge = (one, other) => (one.made ?? 0) - (other.made ?? 0);

const now = () => performance.timeOrigin + performance.now();

/** Return whether this machine is no longer a kiosk. @param {string|undefined} code of a refusal */
export const isOver = (code) => ENDED.includes(code);

/**
 * Return whether the server judged this very reading, and not the machine, the network or the page.
 * @param {any} reply
 */
const isJudged = (reply) => !isUnanswered(reply) && Boolean(reply.ok ? reply.answer?.told : reply.told);

export class Queue {
  /**
   * @param {string} address where a reading is sent
   * @param {string} place where they are stored, each under its key
   * @param {{answered: (reply: any) => void, changed: (waiting: number, offline: boolean, held: string) => void,
   *   ended: () => void, stale: () => void}} tells
   */
  constructor(address, place, tells) {
    this.address = address;
    this.place = place;
    this.tells = tells;
    this.waiting = keptIn(place);
    this.known = new Set(this.waiting.map((reading) => reading.key)); // including those answered since
    this.offline = false;
    this.held = ''; // why the server accepts no readings now, in its words
    this.sending = false;
    /** @type {Map<string, (reply: any) => void>} */
    this.asked = new Map();
  }

  /** Store a reading, and send it in its turn. @param {Reading} reading @returns {Promise<any>} the server's answer */
  add(reading) {
    reading.made = now();
    this.known.add(reading.key);
    this.waiting.push(reading);
    this.#keep(reading);
    const answer = new Promise((tell) => this.asked.set(reading.key, tell));
    this.drain();
    return answer;
  }

  /** Note that the page told the person it is stored; they do not see the answer. @param {string} key */
  promise(key) {
    const reading = this.waiting.find((each) => each.key === key);
    if (!reading) return;
    reading.promised = true;
    this.#keep(reading);
  }

  /** Note that the server cannot be reached. */
  lost() {
    this.offline = true;
    this.#tell();
  }

  /** Note that the server can be reached. */
  found() {
    this.offline = false;
    if (this.waiting.length === 0) this.held = '';
    this.#tell();
    this.drain();
  }

  /** The answer judged no reading: all of them stay. @param {any} reply */
  refused(reply) {
    if (reply.code === STALE) this.tells.stale();
    if (reply.status === TOO_FAST) return;
    if (isUnanswered(reply)) return this.lost();
    this.held = reply.message ?? '';
    this.#tell();
  }

  /**
   * Return whether all waiting readings survive this page. Storing is tried once more: the store was full before, or
   * another page has settled some of them, and their keys get the same answer again.
   */
  isKept() {
    return this.waiting.every((reading) => this.#keep(reading));
  }

  /** Send what waits, until nothing is left or nobody answers. */
  async drain() {
    if (this.sending) return;
    this.sending = true;
    this.#takeUp();
    while (this.waiting.length > 0 && await this.#send(this.waiting[0]));
    this.sending = false;
  }

  /**
   * Take over what another page of this machine stored and does not send, because it was closed. A clock may have been
   * set back.
   */
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
      first.payload.kept = true; // the person has gone: when handed in again, the secretary is informed
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

  /** @param {Reading} reading @returns {boolean} false: the store is full or closed, only this page has it */
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
      return; // closed: nothing was stored there
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
