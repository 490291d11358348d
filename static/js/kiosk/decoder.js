/**
 * Reads a QR code from a picture: with the browser's own detector if there is one, otherwise with zxing (WebAssembly),
 * which is fetched only then.
 */

const VENDOR = new URL('../../vendor/zxing/', import.meta.url);

/** @typedef {(picture: HTMLCanvasElement) => Promise<string>} Decode returns a code's text, empty without a code */

/** @returns {Promise<Decode>} rejects when neither works */
export async function makeDecoder() {
  const own = await native();
  return own ? orElse(own) : zxing();
}

/**
 * A browser's own detector may fail, sometimes or always: the picture then goes to the other reader.
 * @param {Decode} own @returns {Decode}
 */
function orElse(own) {
  /** @type {Promise<Decode>|null} */
  let other = null;
  return async (picture) => {
    try {
      return await own(picture);
    } catch {
      other ??= zxing();
      return (await other)(picture);
    }
  };
}

/** @returns {Promise<Decode|null>} */
async function native() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  const formats = (await Detector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!formats.includes('qr_code')) return null;
  const detector = new Detector({ formats: ['qr_code'] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? '';
}

/** @returns {Promise<Decode>} */
async function zxing() {
  const reader = await import(new URL('reader/index.js', VENDOR).href);
  const locateFile = () => new URL('reader/zxing_reader.wasm', VENDOR).href;
  await reader.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return async (picture) => {
    const pixels = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
    const [found] = await reader.readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
    return found?.text ?? '';
  };
}
