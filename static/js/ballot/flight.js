/**
 * One attempt on its way to the server. It is sent with the same key until the server has decided. This continues
 * after the vote has closed: a command that came in time gets its receipt again, so the answer tells whether it was
 * counted.
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
   * @param {number} seat the seat of the choice: the server refuses it when another person has signed in here
   * @param {import('./ballot.js').Attempt} attempt
   * @param {(tries: number) => void} onTry called before each sending with the number of sendings without an answer
   * @returns {Promise<import('../parts/post.js').Reply|null>} null when stopped meanwhile
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

  /** Try again at once: something has changed. */
  hurry() {
    this.#hurry();
  }

  /** Stop: another motion is on the floor. */
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
