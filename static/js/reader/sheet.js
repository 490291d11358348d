/** One page of a paper: a white sheet of the right size, with at most one canvas on it. */

import { t } from '../parts/words.js';

const PIXELS = 4_000_000; // of one canvas; tablets refuse or crash above about four times this

/**
 * @typedef {object} Sheet
 * @property {HTMLElement} element
 * @property {number} width of the page, in its own units
 * @property {number} height
 * @property {boolean} measured false while the size is only that of the first page
 * @property {number} paintedAt CSS width the canvas was painted for, 0 without a canvas
 * @property {object|null} task the painting in progress
 */

/** A blank sheet, as large as the first page until it is measured. @returns {Sheet} */
export function emptySheet(number, firstPage) {
  const element = document.createElement('div');
  element.className = 'page';
  element.dataset.page = String(number);
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', t('Trang %(n)s', { n: number }));
  return { element, ...sizeOf(firstPage), measured: false, paintedAt: 0, task: null };
}

/** Set the page's true size. @param {Sheet} sheet @returns {boolean} whether the size was not known before */
export function measure(sheet, page) {
  if (sheet.measured) return false;
  Object.assign(sheet, sizeOf(page), { measured: true });
  return true;
}

/** Return whether the sheet lacks a picture of its present size; after an error it waits for a touch. */
export function isStale({ element, paintedAt }) {
  return paintedAt !== element.offsetWidth && !element.querySelector('.trouble');
}

/** Paint the page for the sheet's present width; the old picture stays until the new one is complete. */
export async function paint(sheet, page) {
  const width = sheet.element.offsetWidth;
  const canvas = document.createElement('canvas');
  const viewport = page.getViewport({ scale: (width / sheet.width) * sharpness(width, sheet) });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  sheet.task = page.render({ canvas, viewport });
  try {
    await sheet.task.promise;
  } finally {
    sheet.task = null;
  }
  discard(sheet);
  sheet.element.prepend(canvas);
  sheet.paintedAt = width;
}

/** Return the canvas pixels for a CSS pixel. */
function sharpness(width, sheet) {
  const height = (width * sheet.height) / sheet.width;
  return Math.min(devicePixelRatio, Math.sqrt(PIXELS / (width * height)));
}

/** Free the memory, and stop a painting that is no longer needed. */
export function erase(sheet) {
  sheet.task?.cancel();
  sheet.paintedAt = 0;
  discard(sheet);
}

/** A canvas without size holds no memory; Safari keeps it otherwise. */
function discard({ element }) {
  const canvas = element.querySelector('canvas');
  if (!canvas) return;
  canvas.width = 0;
  canvas.height = 0;
  canvas.remove();
}

function sizeOf(page) {
  const { width, height } = page.getViewport({ scale: 1 });
  return { width, height };
}
