/**
 * The true state of the connection. A heartbeat every 3 s is the only reliable sign: a stalled Wi-Fi leaves the socket
 * "open" for most of a minute. Older than 5 s is slow, older than 10 s is lost; an interruption of a few seconds shows
 * nothing. After a loss the page says that it is up to date again only when it is.
 */

import { lasting } from './clock.js';

const SLOW_AFTER = 5_000;
const LOST_AFTER = 10_000;
const RESTORED_FOR = 3_000;

/** @typedef {'syncing'|'ok'|'slow'|'lost'|'restored'} NetState */

export class Pulse {
  /** @param {number} now milliseconds of a clock that never jumps */
  constructor(now) {
    this.lastBeat = now;
    this.everSynced = false;
    this.wasLost = false;
    this.restoredAt = -Infinity;
  }

  /** Note that something came from the server. */
  beat(now) {
    this.lastBeat = Math.max(this.lastBeat, now);
  }

  /** Note that the page shows everything up to the journal's head. */
  caughtUp(now) {
    this.beat(now);
    this.everSynced = true;
    if (this.wasLost) this.restoredAt = now;
    this.wasLost = false;
  }

  /** A page that slept could not receive: give it a moment before calling the connection lost. */
  woke(now) {
    this.lastBeat = Math.max(this.lastBeat, now - SLOW_AFTER + 1_000);
  }

  /** Return the milliseconds since the last message from the server. */
  silence(now) {
    return now - this.lastBeat;
  }

  /** @returns {NetState} */
  state(now) {
    const silence = this.silence(now);
    if (silence > LOST_AFTER) this.wasLost = true;
    if (this.wasLost) return silence > SLOW_AFTER ? 'lost' : 'syncing';
    if (silence > SLOW_AFTER) return 'slow';
    if (!this.everSynced) return 'syncing';
    return now - this.restoredAt < RESTORED_FOR ? 'restored' : 'ok';
  }
}

/**
 * Show the state; the words for each state are on the page already.
 * @param {NetState} state
 * @param {number} silence milliseconds
 */
export function showNet(state, silence) {
  for (const chip of document.querySelectorAll('[data-net]')) {
    chip.dataset.net = state;
    const elapsed = chip.querySelector('[data-net-elapsed]');
    if (elapsed) elapsed.textContent = state === 'lost' ? lasting(silence) : '';
  }
  for (const banner of document.querySelectorAll('[data-net-banner]')) {
    banner.hidden = state !== 'lost';
  }
}
