/**
 * Reports to the server which pages were opened, so that the secretary knows how far each person has read. Reports are
 * rare, with all pages since the last one; what cannot be sent is sent with the next.
 */

import { post } from '../parts/post.js';

const SETTLED = 1_500; // milliseconds; a page passed more quickly was not opened
const EVERY = 20_000;
const AGAIN = 300_000; // milliseconds in which a reported page is not reported again

/**
 * @param {import('./pages.js').PageColumn} column
 * @param {HTMLElement} reader the part of the page that names the paper; without a version nothing is reported
 */
export function noteReading(column, reader) {
  const { meeting, document: paper, version } = reader.dataset;
  if (!version) return;
  const waiting = new Set();
  const told = new Map();
  let settling = 0;

  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      if (Date.now() - (told.get(column.current) ?? -AGAIN) >= AGAIN) waiting.add(column.current);
    }, SETTLED);
  };

  const tell = async () => {
    if (!waiting.size) return;
    const pages = [...waiting];
    waiting.clear();
    for (const page of pages) told.set(page, Date.now());
    const payload = { meeting_id: Number(meeting), document_id: Number(paper), version: Number(version), pages };
    const reply = await post('/own/reading.note', { payload, key: '' });
    if (reply.ok || reply.status === 400 || reply.status === 403) return;
    for (const page of pages) {
      told.delete(page);
      waiting.add(page);
    }
  };

  column.addEventListener('turn', settle);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && tell());
  setInterval(tell, EVERY);
  settle();
  setTimeout(tell, 2 * SETTLED); // the first page early: opening it removes the news from other devices
}
