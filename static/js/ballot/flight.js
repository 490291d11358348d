/**
 * One attempt on its way to the server. It goes out with the same key until somebody who can decide has
 * answered. That holds after the vote has closed too: the receipt of a command that came in time is
 * replayed, so the answer tells whether it was counted.
 */

import { submit } from '../parts/commands.js';
import { isUnanswered } from '../parts/post.js';

const FIRST_PAUSE = 500; // ms, doubling
const LONGEST_PAUSE = 4_000;

export class Flight {
  #grounded = false;
  /** @type {(value?: unknown) => void} */ #hurry = () => {};

  /**
   * @param {number} motionId
   * @param {import('./ballot.js').Attempt} attempt
   * @param {(tries: number) => void} onTry told before each sending how often nobody has answered yet
   * @returns {Promise<import('../parts/post.js').Reply|null>} null when grounded meanwhile
   */
  async fly(motionId, seat, { choice, key }, onTry) {
    for (let tries = 0; !this.#grounded; tries += 1) {
      onTry(tries);
      const reply = await submit('voting.cast_ballot', { motion_id: motionId, choice, seat_id: seat }, { key });
      if (this.#grounded) break;
      if (!isUnanswered(reply)) return reply;
      await this.#pause(Math.min(FIRST_PAUSE * 2 ** tries, LONGEST_PAUSE));
    }
    return null;
  }

  /** Do not wait for the next try: something has changed. */
  hurry() {
    this.#hurry();
  }

  /** Stop: another motion has the floor. */
  ground() {
    this.#grounded = true;
    this.#hurry();
  }

  #pause(ms) {
    return new Promise((done) => {
      setTimeout(done, ms);
      this.#hurry = done;
    });
  }
}
