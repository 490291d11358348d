/**
 * Opens a PDF with pdf.js, which is fetched only here. Long papers come in ranges of 1 MB: the first page needs two or
 * three of them, and the rest follows so that reading continues without the network.
 */

const RANGE = 1 << 20; // bytes; smaller ranges cost the server many times more for the same paper
const VENDOR = new URL('../../vendor/pdfjs/', import.meta.url);

/**
 * @param {string} url
 * @param {(loaded: number, total: number) => void} onProgress bytes
 * @returns {Promise<{pdf: object, pdfjs: object}>} rejects when the browser cannot open it, or the file is broken
 */
export async function openFile(url, onProgress) {
  const pdfjs = await import('../../vendor/pdfjs/pdf.min.js');
  pdfjs.GlobalWorkerOptions.workerSrc = new URL('pdf.worker.min.js', VENDOR).href;
  const loading = pdfjs.getDocument({
    url,
    rangeChunkSize: RANGE,
    disableStream: true, // a stream of the whole file would delay the first page's ranges
    wasmUrl: new URL('wasm/', VENDOR).href,
    standardFontDataUrl: new URL('standard_fonts/', VENDOR).href,
  });
  loading.onProgress = ({ loaded, total }) => onProgress(loaded, total);
  return { pdf: await loading.promise, pdfjs };
}
