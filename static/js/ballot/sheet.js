/**
 * The ballot: two taps, and a true report of the result. The sheet is outside the panels, so nothing that others do
 * can clear a choice not yet sent. It says "recorded" only when the server has the ballot on disk; until then the same
 * command is sent again with the same key.
 */

import { faceOf, laterOf, motionOn } from './ballot.js';
import { Flight } from './flight.js';
import { confirmed } from '../parts/confirm.js';
import { keepAttempt, keepSmall, keptAttempt, keptSmall } from './memory.js';
import { choiceWords, showBallot } from './view.js';
import { Layer, quietMoment } from '../parts/layer.js';
import { listen } from '../live/live.js';
import { reloadWhenReachable } from '../live/reload.js';
import { newKey } from '../parts/post.js';
import { voteHere, votesElsewhere } from './voting-place.js';
import { provedByPin } from '../entrance/pin.js';
import { honorific, loud, t } from '../parts/words.js';

const DEAF_FOR = 600; // ms after the sheet appeared under a finger that was aiming at something else
const OPENS_AFTER = 300;

class BallotSheet extends HTMLElement {
  /** @type {import('./ballot.js').Facts} */
  #facts = { motion: null, mine: null, lost: false, honorific: '', words: {}, ...nothingYet() };
  #away = true; // the sheet appears only for a vote that this page sees open
  #small = false;
  /** @type {Flight|null} */ #flight = null;
  #layer = new Layer(this);

  connectedCallback() {
    listen('mine', (mine) => this.#learn(mine));
    listen('net', (state) => this.#hearOfNet(state));
    document.addEventListener('panel:drawn', () => this.#look());
    document.addEventListener('click', (event) => {
      if (event.target.closest('[data-action="open-ballot"]')) this.#act('restore');
    });
    this.addEventListener('click', (event) => this.#press(event));
    this.addEventListener('keydown', (event) => event.key === 'Escape' && this.#shrink());
    Object.assign(this.#facts, { honorific: honorific(), words: choiceWords(document) });
    this.#look();
  }

  /** Read which motion is on the floor now. */
  #look() {
    const before = this.#facts.motion;
    const motion = motionOn(document);
    this.#facts.motion = motion;
    if (motion?.id !== before?.id) this.#takeUp();
    const opened = motion?.state === 'open' && (before?.id !== motion.id || before.state !== 'open');
    if (opened) this.#rise();
    if (motion && motion.state !== 'open') this.#close();
    this.#show();
  }

  /** Another motion: start empty, and add what this person has for it once the page knows who is here. */
  #takeUp() {
    Object.assign(this.#facts, nothingYet());
    this.#away = true;
    this.#flight?.ground();
    if (this.#facts.motion && this.#facts.mine) this.#recall();
  }

  /** Restore this person's choice on this tablet, and finish an attempt cut off by a reload. */
  #recall() {
    const { motion, mine } = this.#facts;
    this.#facts.attempt = keptAttempt(motion.id, mine.seat);
    this.#facts.recorded = mine.ballots?.[motion.id] ?? null;
    if (this.#facts.attempt?.sent) this.#send();
  }

  async #rise() {
    const { motion } = this.#facts;
    this.#small = this.#startsSmall();
    await quietMoment(OPENS_AFTER);
    if (this.#facts.motion?.id !== motion.id) return;
    this.#away = false;
    if (!this.#small) {
      this.#comeUp();
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
    }
    this.#show();
  }

  /** The options accept no press while they are still moving. */
  #comeUp() {
    this.#facts.rising = true;
    setTimeout(() => {
      this.#facts.rising = false;
      this.#show();
    }, DEAF_FOR);
  }

  #hearOfNet(state) {
    this.#facts.lost = state === 'lost';
    if (state !== 'slow' && state !== 'lost') this.#flight?.hurry();
    this.#show();
  }

  /** Return whether it is minimised: by the person, after voting, or when they may only watch. */
  #startsSmall() {
    const { motion, mine, attempt, recorded } = this.#facts;
    return keptSmall(motion.id) || mine?.votes === false || Boolean(recorded && !attempt);
  }

  /**
   * The vote is over. A choice never sent is void, and the sheet says so; for one being sent the server is asked at
   * once.
   */
  #close() {
    const { motion, attempt, refusal } = this.#facts;
    this.#facts.changing = false;
    if (attempt && !attempt.sent) this.#miss(attempt);
    if (attempt?.sent) this.#away = false; // after a reload too, the person learns whether it came in time
    this.#flight?.hurry();
    const nothingToTell = !attempt && !refusal && !this.#facts.unsent;
    if (motion.state === 'announced' && nothingToTell && resultIsSeen()) this.#away = true;
  }

  /** Keep it in memory, so that a reload shows it again, until the person puts the sheet away. */
  #miss(attempt) {
    Object.assign(this.#facts, { attempt: null, unsent: attempt.choice });
    this.#away = false;
    this.#setSmall(false);
  }

  /** @returns {void} */
  #learn(mine) {
    const { motion } = this.#facts;
    const former = this.#facts.mine;
    if (former?.seat && mine.seat && mine.seat !== former.seat) return this.#giveUp();
    this.#facts.mine = mine;
    this.#facts.elsewhere = votesElsewhere(mine);
    if (motion && !former) this.#begin();
    else if (motion) this.#facts.recorded = laterOf(this.#facts.recorded, mine.ballots?.[motion.id]);
    this.#show();
  }

  /** The page knows who is here: restore their choice. */
  #begin() {
    this.#recall();
    this.#small = this.#startsSmall();
    if (this.#facts.motion.state !== 'open') this.#close();
  }

  /** Another person has signed in: the choice is not theirs, and is no longer sent. */
  #giveUp() {
    this.#facts.mine = null;
    this.#takeUp();
    this.#show();
    reloadWhenReachable();
  }

  #press(event) {
    const button = event.target.closest('button, a');
    if (!button) return;
    const { choice, action } = button.dataset;
    if (this.#facts.rising) this.#facts.hasty = Boolean(choice);
    else if (choice) this.#choose(choice);
    else this.#act(action);
    this.#show();
  }

  #act(action) {
    if (action === 'send') this.#submit();
    if (action === 'retry') this.#flight?.hurry();
    if (action === 'change') this.#facts.changing = true;
    if (action === 'minimise' || action === 'read') this.#shrink();
    if (action === 'restore') this.#restore();
    if (action === 'close') this.#putAway();
    if (action === 'vote-here') this.#takeRight();
  }

  #choose(choice) {
    const face = faceOf(this.#facts);
    if (face !== 'open' && face !== 'selected') return;
    Object.assign(this.#facts, { refusal: '', hasty: false });
    this.#keep({ choice, key: newKey(), sent: false });
  }

  #submit() {
    const { attempt } = this.#facts;
    if (!attempt || attempt.sent) return;
    this.#keep({ ...attempt, sent: true });
    this.#send();
  }

  async #send() {
    const { motion, mine, attempt } = this.#facts;
    this.#flight = new Flight();
    const reply = await this.#flight.fly(motion.id, mine.seat, attempt, (tries) => {
      this.#facts.tries = tries;
      this.#show();
    });
    if (reply) this.#land(reply, attempt.choice);
  }

  /**
   * The answer has come: recorded, or refused with the choice kept for another attempt.
   * @returns {void}
   */
  #land(reply, choice) {
    const { motion, recorded } = this.#facts;
    this.#flight = null;
    if (reply.code === 'voting.other_person') return this.#giveUp();
    this.#facts.tries = 0;
    if (reply.ok) {
      this.#facts.recorded = laterOf(recorded, { choice, at: reply.at, code: reply.code });
      const detail = { motion: motion.id, choice, at: reply.at, code: reply.code };
      document.dispatchEvent(new CustomEvent('ballot:recorded', { detail }));
      this.#facts.changing = false;
      this.#keep(null);
    } else {
      this.#facts.refusal = reply.message;
      this.#keep({ choice, key: newKey(), sent: false });
      if (motion.state !== 'open') this.#facts.attempt = null;
      this.#setSmall(false);
      if (reply.code === 'voting.elsewhere') this.#bringHere(reply.message);
      if (reply.code === 'voting.pin_first') this.#askPin(choice);
    }
    this.#show();
  }

  /** Move the right to vote to this device. The choice stays. */
  async #takeRight() {
    const reply = await voteHere();
    this.#facts.refusal = reply.ok ? '' : reply.message;
    this.#show();
  }

  /** The right to vote is on another of the person's devices: one press moves it here and sends the choice. */
  async #bringHere(question) {
    if (!(await confirmed(question, { yes: t('Biểu quyết tại máy này') }))) return;
    const reply = await voteHere();
    this.#facts.refusal = reply.ok ? '' : reply.message;
    if (reply.ok && this.#facts.motion?.state === 'open') this.#submit();
    this.#show();
  }

  /** Several people use this tablet: the voter proves who they are, and the choice is sent. */
  async #askPin(choice) {
    this.#facts.refusal = '';
    this.#show();
    const { words, motion } = this.#facts;
    const question = t('Nhập PIN để gửi: %(choice)s', { choice: loud(words[choice]) });
    if (!(await provedByPin(question))) return;
    if (this.#facts.motion?.id === motion.id && motion.state === 'open') this.#submit();
    this.#show();
  }

  #keep(attempt) {
    this.#facts.attempt = attempt;
    keepAttempt(this.#facts.motion.id, this.#facts.mine.seat, attempt);
  }

  #shrink() {
    if (!this.#facts.attempt) this.#facts.changing = false;
    this.#setSmall(true);
    this.#show();
  }

  #restore() {
    this.#away = false;
    this.#setSmall(false);
    this.#show();
  }

  #setSmall(small) {
    this.#small = small;
    if (this.#facts.motion) keepSmall(this.#facts.motion.id, small);
  }

  /** While the vote is open a bar remains; afterwards the sheet is removed. */
  #putAway() {
    this.#facts.changing = false;
    if (this.#facts.motion?.state === 'open') return this.#setSmall(true);
    this.#away = true;
    this.#keep(null);
    this.#facts.unsent = '';
    return undefined;
  }

  #show() {
    const face = this.#away ? 'hidden' : faceOf(this.#facts);
    showBallot(this, face, this.#facts, this.#small);
    this.#layer.set(face !== 'hidden' && !this.#small);
  }
}

/** Nothing chosen, recorded or refused. */
const nothingYet = () => ({
  attempt: null,
  recorded: null,
  changing: false,
  tries: 0,
  refusal: '',
  unsent: '',
  rising: false,
  hasty: false,
});

/** Return whether the page itself shows the motion's result, so that the sheet need not cover it. */
const resultIsSeen = () => Boolean(document.querySelector('[data-panel="motion"]')?.offsetParent);

customElements.define('ballot-sheet', BallotSheet);
