/** The camera in the page, or a photo where the page may not use the camera. Both use the same decoder. */

import { makeDecoder } from './decoder.js';

const LOOK_EVERY = 150; // milliseconds
const SAME_FOR = 3_000; // a code that stays in view is read once
const WIDEST = 960; // pixels: a larger picture is slow, and does not help to read codes

/** @type {Promise<import('./decoder.js').Decode>|null} */
let decoder = null;

/** @param {HTMLCanvasElement} picture @returns {Promise<string>} */
async function decode(picture) {
  decoder ??= makeDecoder();
  return (await decoder)(picture);
}

/**
 * Open the camera and read codes forever. `data-camera` of the page gives the camera's state.
 * @param {HTMLElement} page
 * @param {(text: string) => void} found
 */
export async function startCamera(page, found) {
  /** @type {HTMLVideoElement} */
  const video = page.querySelector('[data-video]');
  try {
    video.srcObject = await open();
    await video.play();
    page.dataset.camera = 'on';
  } catch (error) {
    page.dataset.camera = lacking(error);
    return;
  }
  const canvas = document.createElement('canvas');
  const tell = once(found);
  const look = async () => {
    try {
      if (!document.hidden && video.videoWidth > 0) tell(await decode(painted(canvas, video)));
      setTimeout(look, LOOK_EVERY);
    } catch {
      page.dataset.camera = 'unable';
    }
  };
  look();
}

/**
 * Without a camera in the page: read a photo that the device takes.
 * @param {HTMLElement} page
 * @param {(text: string) => void} found
 * @param {() => void} nothing called when the photo has no code
 */
export function readPhoto(page, found, nothing) {
  /** @type {HTMLInputElement} */
  const field = page.querySelector('[data-photo-file]');
  field.addEventListener('change', async () => {
    const [file] = field.files;
    const text = file ? await decodePhoto(file) : '';
    field.value = '';
    if (text) found(text);
    else if (file) nothing();
  });
}

/** @param {Blob} file @returns {Promise<string>} empty when it has no code, or is not a picture */
async function decodePhoto(file) {
  try {
    return await decode(painted(document.createElement('canvas'), await createImageBitmap(file)));
  } catch {
    return '';
  }
}

function open() {
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  const wanted = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
}

/** @param {any} error */
function lacking(error) {
  if (!isSecureContext) return 'insecure';
  return error.name === 'NotAllowedError' ? 'refused' : 'absent';
}

/**
 * Report a code when it comes into view, and again only after it was out of view.
 * @param {(text: string) => void} found
 */
function once(found) {
  let last = '';
  let at = -Infinity;
  return (text) => {
    if (!text) return;
    const now = performance.now();
    const fresh = text !== last || now - at > SAME_FOR;
    [last, at] = [text, now];
    if (fresh) found(text);
  };
}

/** @param {HTMLCanvasElement} canvas @param {HTMLVideoElement|ImageBitmap} source @returns {HTMLCanvasElement} */
function painted(canvas, source) {
  const [width, height] = source instanceof HTMLVideoElement
    ? [source.videoWidth, source.videoHeight]
    : [source.width, source.height];
  const scale = Math.min(1, WIDEST / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d', { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}
