/**
 * The live room: one socket, one number. The page carries the journal number that it shows; whatever was missed is
 * fetched by that number, and older messages are ignored. Lost, repeated or reordered messages are therefore harmless.
 */

import { io } from '../../vendor/socket.io/socket.io.esm.min.js';
import { learn } from './clock.js';
import { Pulse, showNet } from './net.js';
import { drawPanels } from './panels.js';
import { reloadWhenReachable } from './reload.js';

const BEAT_EVERY = 3_000;
const RESUME_ANSWER_WITHIN = 5_000;
const RESUME_AGAIN_AFTER = 1_000;
const PUSH_EXPECTED_WITHIN = 1_500;
const JITTER = 2_000; // all tablets reconnect at once after a restart: spread them
const SOCKET_ADDRESS = '/socket.io/?EIO=4&transport=websocket';
const NOT_SIGNED_IN = 401;
const TOO_FAST = 429;

const news = new EventTarget();
const pulse = new Pulse(performance.now());

/** @type {HTMLElement} */
let room;
let meeting = 0;
let seq = 0;
let socket;
let resuming = false;
/** @type {unknown} */
let undrawn = null; // why something that came before an answer is not on the page
let overtaken = false; // a push beyond the answer being awaited: the answer may not contain it

/** The meeting of this page, 0 before `enterRoom`. */
export const meetingId = () => meeting;

/** The open socket, or null. */
export const openSocket = () => (socket?.connected ? socket : null);

/**
 * Listen for `mine` (this person's state in the meeting), `private` (this person's data everywhere, by topic),
 * `devices` (seats connected), `net` (state of the connection), `current` (the page is up to date after it joined or
 * reconnected); the news is in `event.detail`.
 * @param {'mine'|'private'|'devices'|'net'|'current'} kind
 * @param {(detail: any) => void} hear
 */
export function listen(kind, hear) {
  news.addEventListener(kind, (event) => hear(/** @type {CustomEvent} */ (event).detail));
}

const tell = (kind, detail) => news.dispatchEvent(new CustomEvent(kind, { detail }));

/** Join the meeting that `main#room` shows. @param {HTMLElement} main */
export function enterRoom(main) {
  room = main;
  meeting = Number(main.dataset.meeting);
  seq = Number(main.dataset.seq);
  socket = io('/meeting', {
    transports: ['websocket'],
    reconnectionDelay: JITTER / 2,
    reconnectionDelayMax: JITTER,
    randomizationFactor: 1,
    timeout: 5_000,
  });
  socket.on('connect', resume);
  socket.on('panels', receive);
  socket.on('mine', (mine) => tell('mine', mine));
  socket.on('private', (topics) => tell('private', topics));
  socket.on('devices', (devices) => tell('devices', devices));
  socket.on('disconnect', comeBack);
  socket.on('connect_error', refused);
  setInterval(beat, BEAT_EVERY);
  setInterval(watch, 500);
  addEventListener('online', comeBackNow);
  document.addEventListener('visibilitychange', wake);
  if (main.dataset.mine) tell('mine', JSON.parse(main.dataset.mine));
}

/** Socket.IO does not reconnect after the server closed or refused the connection: we do. */
function comeBack() {
  setTimeout(() => {
    if (!socket.active) socket.connect();
  }, Math.random() * JITTER);
}

/** No socket: the server is away, or this browser is signed out. A socket does not say which; the address does. */
async function refused() {
  comeBack();
  try {
    const answer = await fetch(SOCKET_ADDRESS, { cache: 'no-store' });
    if (answer.status === NOT_SIGNED_IN) reloadWhenReachable();
  } catch {
    // away: it will answer again
  }
}

function comeBackNow() {
  if (socket.connected) beat();
  else socket.disconnect().connect();
}

function wake() {
  if (document.hidden) return;
  pulse.woke(performance.now());
  comeBackNow();
}

/** Ask for everything after the number shown. One question at a time; again when a push overtook the answer. */
async function resume() {
  if (resuming || !socket.connected) return;
  resuming = true;
  overtaken = false;
  undrawn = null;
  try {
    const answer = await ask('resume', { meeting, seq, view: room.dataset.view }, RESUME_ANSWER_WITHIN);
    if (answer.refused?.status === TOO_FAST) setTimeout(resume, RESUME_AGAIN_AFTER + Math.random() * JITTER);
    else if (answer.refused) reloadWhenReachable();
    else caughtUp(answer);
  } catch {
    setTimeout(resume, RESUME_AGAIN_AFTER);
  } finally {
    resuming = false;
  }
  if (overtaken) resume();
}

/** Send with an acknowledgement and learn the server's time from it. */
async function ask(event, data, within) {
  const asked = performance.now();
  const answer = await socket.timeout(within).emitWithAck(event, data);
  const now = performance.now();
  pulse.beat(now);
  learn(answer.now, now - asked);
  return answer;
}

/**
 * The missing panels have come before the answer.
 * @param {{upto: number, mine: object, private: object}} answer
 */
function caughtUp(answer) {
  tell('mine', answer.mine);
  tell('private', answer.private);
  if (undrawn) throw undrawn; // asked for again a little later
  seq = Math.max(seq, answer.upto);
  room.dataset.seq = String(seq);
  pulse.caughtUp(performance.now());
  tell('current', seq);
}

/**
 * @param {{after: number, upto: number, panels: Record<string, string>,
 *   rows?: Record<string, Record<string, string>>}} batch
 */
function receive(batch) {
  pulse.beat(performance.now());
  if (batch.after > seq) {
    overtaken = resuming;
    resume();
    return;
  }
  if (batch.upto > seq) {
    try {
      drawPanels(room.ownerDocument, batch.panels, batch.rows);
    } catch (problem) {
      undrawn = problem;
      throw problem;
    }
    seq = batch.upto;
    room.dataset.seq = String(seq);
  }
}

/** After a command its effect should arrive as a push; if the push was lost, fetch it. */
export function expect(upto) {
  setTimeout(() => {
    if (upto > seq) resume();
  }, PUSH_EXPECTED_WITHIN);
}

async function beat() {
  if (!socket.connected) return;
  try {
    await ask('beat', {}, BEAT_EVERY);
  } catch {
    return; // the silence itself is what `watch` shows
  }
  if (pulse.wasLost) resume();
}

let shown = '';

function watch() {
  const now = performance.now();
  const state = pulse.state(now);
  showNet(state, pulse.silence(now));
  if (state === shown) return;
  shown = state;
  tell('net', state);
}
