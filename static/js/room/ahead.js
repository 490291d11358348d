/**
 * Fetches papers before they are opened: those of the present and the next item, one at a time, while the person does
 * nothing. Their addresses name their content, so the reader finds them in the browser's cache, even when the network
 * is busy. For each the server decides whether this person may read it.
 */

const QUIET = 4_000; // milliseconds without a press
const SPREAD = 12_000; // a hall does not ask for the same paper in the same second
const LARGEST = 48 << 20; // bytes; a browser's cache keeps nothing larger

const KEPT = 'papers:ahead';
const MOST_KEPT = 50;

/** @type {string[]} fetched in full, or not available; including those of an earlier page */
const settled = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
/** @type {AbortController|null} */
let running = null;
let waiting = 0;

/** @param {HTMLElement} room the part of the page with the panel of papers */
export function fetchAhead(room) {
  if (isSparing()) return;
  room.addEventListener('panel:drawn', () => start(room));
  for (const press of ['pointerdown', 'keydown', 'submit']) {
    document.addEventListener(press, () => giveWay(room), { capture: true });
  }
  addEventListener('pagehide', () => running?.abort());
  start(room);
}

/** Return whether the device saves data, or has a slow or expensive line. */
function isSparing() {
  const line = /** @type {any} */ (navigator).connection; // only Chromium has it
  return Boolean(line?.saveData) || /2g/.test(line?.effectiveType ?? '');
}

/** What the person asks for comes first. @param {HTMLElement} room */
function giveWay(room) {
  running?.abort();
  running = null;
  start(room);
}

/** @param {HTMLElement} room */
function start(room) {
  if (running) return; // it looks at the page again when it has finished
  clearTimeout(waiting);
  waiting = setTimeout(() => run(room), QUIET + Math.random() * SPREAD);
}

/** @param {HTMLElement} room */
async function run(room) {
  const mine = new AbortController();
  running = mine;
  try {
    for (let address = next(room); address; address = next(room)) {
      await read(address, mine.signal);
      settled.push(address);
      sessionStorage.setItem(KEPT, JSON.stringify(settled.slice(-MOST_KEPT)));
    }
  } catch {
    // the network is away, or the person went first: the next drawing or press starts again
  }
  if (running === mine) running = null;
}

/** @param {HTMLElement} room @returns {string|undefined} */
function next(room) {
  const wanted = room.querySelector('[data-ahead]')?.dataset.ahead.split(' ') ?? [];
  return wanted.find((address) => address && !settled.includes(address));
}

/** Read a paper to its end, so that the cache has all of it, and keep nothing here. */
async function read(address, signal) {
  const answer = await fetch(address, { priority: 'low', signal });
  const reader = answer.body.getReader();
  if (!answer.ok || Number(answer.headers.get('Content-Length')) > LARGEST) return reader.cancel();
  while (!(await reader.read()).done);
}
