/**
 * The map of the room: a person is put on a place by dragging, or by keys: Enter picks up a person, arrows move to a
 * place, Enter puts them there. When the server refuses, its sentence is shown and the map stays as it was.
 */

import { newKey, post } from '../parts/post.js';
import { t } from '../parts/words.js';

const map = /** @type {HTMLElement|null} */ (document.querySelector('[data-seating]'));
const others = /** @type {HTMLElement|null} */ (document.querySelector('[data-others]'));
const said = document.getElementById('seating-said');

/** The person picked up. @type {{seat: string, name: string, from: HTMLElement}|null} */
let held = null;

const lines = () => [...map.querySelectorAll('[data-line]')];
const spotsOf = (line) => /** @type {HTMLElement[]} */ ([...line.querySelectorAll('[data-place]')]);
const spots = () => lines().flatMap(spotsOf);
const spotOf = (seat) => spots().find((spot) => spot.dataset.seat === seat);

/** @param {string} words @param {boolean} [wrong] */
function say(words, wrong = false) {
  said.textContent = words || t('Chưa chọn ai.'); // its place is always there, so nothing moves under a dragging finger
  said.classList.toggle('danger', wrong);
}

// only one place is in the order of the Tab key: the last one used

function focusSpot(spot) {
  for (const each of map.querySelectorAll('[data-place][tabindex="0"]')) each.setAttribute('tabindex', '-1');
  spot.setAttribute('tabindex', '0');
  spot.focus();
}

/** Return the next place in a direction, or the same one at the edge. */
function beside(spot, key) {
  const all = lines();
  const line = all.findIndex((each) => each.contains(spot));
  const place = spotsOf(all[line]).indexOf(spot);
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  const row = all[Math.max(0, Math.min(line + step[0], all.length - 1))];
  const found = spotsOf(row);
  return found[Math.max(0, Math.min(place + step[1], found.length - 1))];
}

// picking up and putting down

function hold(element) {
  drop();
  const seat = element.dataset.person ?? element.dataset.seat;
  held = { seat, name: element.dataset.name, from: element };
  element.setAttribute('aria-pressed', 'true');
  say(t('Đã chọn %(name)s. Chọn một chỗ trống.', { name: held.name }));
}

function drop() {
  held?.from.setAttribute('aria-pressed', 'false');
  if (held && held.from.dataset.place) held.from.removeAttribute('aria-pressed');
  held = null;
}

/** Ask the server to put a person on a place (none when it is empty), then show it. */
async function put(who, label) {
  const payload = { meeting_id: Number(map.dataset.meeting), seat_id: Number(who.seat), label };
  const reply = await post('/do/agenda.place_seat', { payload, key: newKey() });
  if (!reply.ok) {
    say(reply.message, true);
    return false;
  }
  show(who, label);
  say(
    label
      ? t('%(name)s ngồi ghế %(label)s.', { name: who.name, label })
      : t('%(name)s chưa có chỗ.', { name: who.name }),
  );
  return true;
}

function show(who, label) {
  const before = spotOf(who.seat);
  if (before) empty(before);
  const person = others.querySelector(`[data-person="${who.seat}"]`);
  if (label) {
    const spot = map.querySelector(`[data-place="${label}"]`);
    spot.dataset.seat = who.seat;
    spot.dataset.name = who.name;
    spot.setAttribute('draggable', 'true');
    spot.querySelector('span').textContent = who.name;
    person?.closest('li').remove();
  } else if (!person) {
    others.append(personLine(who));
  }
  count();
}

function empty(spot) {
  delete spot.dataset.seat;
  delete spot.dataset.name;
  spot.removeAttribute('draggable');
  spot.querySelector('span').textContent = t('trống');
}

function personLine(who) {
  const line = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button quiet seating-person';
  Object.assign(button.dataset, { person: who.seat, name: who.name });
  button.setAttribute('draggable', 'true');
  button.setAttribute('aria-pressed', 'false');
  const name = document.createElement('b');
  name.textContent = who.name;
  button.append(name);
  line.append(button);
  return line;
}

function count() {
  const waiting = others.children.length;
  document.querySelector('[data-others-count]').textContent = String(waiting);
  document.querySelector('[data-others-none]').toggleAttribute('hidden', waiting > 0);
  const taken = map.querySelectorAll('[data-place][data-seat]').length;
  document.querySelector('[data-testid="placed"]').textContent = t('%(taken)s/%(places)s chỗ đã xếp', {
    taken,
    places: spots().length,
  });
  document.querySelector('[data-testid="fill"]')?.toggleAttribute('disabled', waiting === 0);
}

async function choose(element) {
  if (element.dataset.person) {
    hold(element);
    const free = spots().find((spot) => !spot.dataset.seat);
    if (free) focusSpot(free);
    return;
  }
  if (!held) {
    if (element.dataset.seat) hold(element);
    else say(t('Ghế %(label)s trống. Chọn một người trước.', { label: element.dataset.place }));
    return;
  }
  const who = held;
  if (element.dataset.seat === who.seat) {
    drop();
    say('');
    return;
  }
  if (!(await put(who, element.dataset.place))) return; // the person stays picked up: the next place may be free
  drop();
  const next = others.querySelector('[data-person]');
  if (who.from.dataset.person && next instanceof HTMLElement) next.focus();
  else focusSpot(element);
}

async function takeOff(spot) {
  const { seat, name } = spot.dataset;
  if (!seat) return;
  drop();
  await put({ seat, name, from: spot }, '');
  focusSpot(spot);
}

if (map && map.dataset.open !== undefined) {
  spots()[0]?.setAttribute('tabindex', '0');
  map.addEventListener('keydown', (event) => {
    const spot = event.target instanceof Element ? event.target.closest('[data-place]') : null;
    if (!spot) return;
    if (event.key.startsWith('Arrow')) {
      event.preventDefault();
      focusSpot(beside(spot, event.key));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      takeOff(spot);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !held) return;
    const { from } = held;
    drop();
    say('');
    if (from.dataset.place) focusSpot(from);
    else from.focus();
  });
  document.addEventListener('click', (event) => {
    const chosen = event.target instanceof Element ? event.target.closest('.place-spot, .seating-person') : null;
    if (chosen instanceof HTMLElement) choose(chosen);
  });
  document.addEventListener('dragstart', (event) => {
    const from = event.target instanceof Element
      ? event.target.closest('.seating-person, .place-spot[data-seat]')
      : null;
    if (!(from instanceof HTMLElement)) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', from.dataset.name);
    hold(from);
  });
  document.addEventListener('dragover', (event) => {
    if (held && event.target instanceof Element && event.target.closest('[data-place], [data-others]')) {
      event.preventDefault();
    }
  });
  document.addEventListener('drop', async (event) => {
    const onto = event.target instanceof Element ? event.target.closest('[data-place], [data-others]') : null;
    if (!held || !(onto instanceof HTMLElement)) return;
    event.preventDefault();
    const who = held;
    if (onto.dataset.seat !== who.seat) await put(who, onto.dataset.place ?? '');
    drop();
  });
  document.addEventListener('dragend', () => drop());
} else {
  for (const spot of map ? spots() : []) spot.setAttribute('disabled', '');
}
