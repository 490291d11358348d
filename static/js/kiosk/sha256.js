/** SHA-256 (FIPS 180-4) of a short text. The browser's own function is missing on plain-http pages. */

const WORDS = 64;
const PRIMES = primes();
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

function primes() {
  const found = [];
  for (let n = 2; found.length < WORDS; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

/** Return the first 32 bits of the fraction. @param {number} root */
function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

/** @param {string} text @returns {string} 64 hex digits */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const length = ((bytes.length + 72) >> 6) << 6;
  const padded = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, place) => padded.setUint8(place, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(length - 4, bytes.length * 8);
  let state = START;
  for (let place = 0; place < length; place += 64) state = digested(state, padded, place);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** @param {number} word @param {number} by */
const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** @param {number[]} state @param {DataView} block @param {number} place @returns {number[]} */
function digested(state, block, place) {
  const w = [];
  for (let n = 0; n < WORDS; n++) w.push(n < 16 ? block.getInt32(place + 4 * n) : spread(w, n));
  let [a, b, c, d, e, f, g, h] = state;
  for (let n = 0; n < WORDS; n++) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + ROUND[n] + w[n]) | 0;
    const most = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + most) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, n) => (state[n] + word) | 0);
}

/** @param {number[]} w @param {number} n */
function spread(w, n) {
  const near = turned(w[n - 2], 17) ^ turned(w[n - 2], 19) ^ (w[n - 2] >>> 10);
  const far = turned(w[n - 15], 7) ^ turned(w[n - 15], 18) ^ (w[n - 15] >>> 3);
  return (near + w[n - 7] + far + w[n - 16]) | 0;
}
