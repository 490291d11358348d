/**
 * The reader, a paper on a separate page: opens where this device stopped reading, turns, zooms and finds. The page
 * stays connected to the room, so a vote opens over the paper and the paper stays where it is.
 */

import '../room/room.js';
import { openFile } from './file.js';
import { Finder } from './find.js';
import { PageColumn } from './pages.js';
import { noteReading } from './noting.js';
import { wireSearch } from './search.js';

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

const reader = document.querySelector('[data-reader]');
const find = (selector) => reader.querySelector(selector);
const place = `page:${reader.dataset.document}`;

/** The request in the address: `#page=5&words=…`. */
const asked = new URLSearchParams(location.hash.slice(1));

/** The page in the address, otherwise the page last read here, otherwise the first. */
function startPage() {
  return Number(asked.get('page') ?? localStorage.getItem(place)) || 1;
}

async function open() {
  find('[data-trouble]').hidden = true;
  find('[data-loading]').hidden = false;
  try {
    const { pdf, pdfjs } = await openFile(reader.dataset.file, showProgress);
    const column = new PageColumn(find('[data-pages]'), pdf);
    wireTurning(column);
    wireZoom(column);
    const search = wireSearch(reader, column, new Finder(pdf, pdfjs));
    column.addEventListener('painted', () => (find('[data-loading]').hidden = true), { once: true });
    await column.open(startPage());
    showPage(column);
    noteReading(column, reader);
    search(asked.get('words'));
  } catch {
    find('[data-loading]').hidden = true;
    find('[data-trouble]').hidden = false;
  }
}

function showProgress(loaded, total) {
  if (total) find('[data-progress]').textContent = `${Math.min(100, Math.round((loaded / total) * 100))}%`;
}

function wireTurning(column) {
  const turn = (step) => column.goTo(column.current + step);
  for (const button of reader.querySelectorAll('[data-turn]')) button.onclick = () => turn(Number(button.dataset.turn));
  find('[data-pages]').addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') turn(-1);
    if (event.key === 'ArrowRight') turn(1);
  });
  find('[data-goto]').onsubmit = (event) => {
    event.preventDefault();
    column.goTo(Number(event.target.elements.page.value) || column.current);
    showPage(column);
  };
  column.addEventListener('turn', () => showPage(column));
}

function showPage(column) {
  const { current, count } = column;
  localStorage.setItem(place, String(current));
  find('[data-goto] input').value = String(current);
  find('[data-count]').textContent = `/${count}`;
  find('[data-turn="-1"]').disabled = current === 1;
  find('[data-turn="1"]').disabled = current === count;
}

function wireZoom(column) {
  const show = () => {
    find('[data-zoom-level]').textContent = `${Math.round(column.zoom * 100)}%`;
    find('[data-zoom="-1"]').disabled = column.zoom === ZOOMS[0];
    find('[data-zoom="1"]').disabled = column.zoom === ZOOMS.at(-1);
  };
  for (const button of reader.querySelectorAll('[data-zoom]')) {
    button.onclick = () => {
      const step = Number(button.dataset.zoom);
      column.setZoom(step ? ZOOMS[ZOOMS.indexOf(column.zoom) + step] : 1);
      show();
    };
  }
  show();
}

find('[data-trouble] button').onclick = open;
open();
