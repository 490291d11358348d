/**
 * Which pages were opened is told to the server, so that the secretary knows who has read how far. Seldom, and all
 * pages since the last time at once; what cannot be told is told the next time.
 */

import { post } from '../parts/post.js';

const SETTLED = 1_500; // milliseconds; a page that only flew by was not opened
const EVERY = 20_000;
const AGAIN = 300_000; // so long a page that was told is not told anew

/**
 * @param {import('./pages.js').PageColumn} column
 * @param {HTMLElement} reader the part of the page that says which paper it is; nothing is told without a version
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
  setTimeout(tell, 2 * SETTLED); // the first page at once: that it was opened takes its news from other devices
}
