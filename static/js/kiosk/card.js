/**
 * The meaning of a code. Only the hash of a card leaves this page: the card's own text signs its owner in, and must
 * not be stored on this machine, nor sent, when it is only read.
 */

import { sha256 } from './sha256.js';

const CODE = /^(?:https?:\/\/[^/\s]+)?\/(c|i)\/([\w.-]{10,100})$/;

/** @param {string} text @returns {{card: string}|{invitation: string}|null} null for a code that is not ours */
export function readText(text) {
  const [, kind, code] = CODE.exec(text.trim()) ?? [];
  if (!code) return null;
  return kind === 'c' ? { card: sha256(code) } : { invitation: code };
}
