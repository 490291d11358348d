/**
 * What a code says. Of a card only the hash leaves this page: the card's own text opens its owner's door, and must not
 * be kept on this machine, nor sent, while it is only read.
 */

import { sha256 } from './sha256.js';

const CODE = /^(?:https?:\/\/[^/\s]+)?\/(c|i)\/([\w.-]{10,100})$/;

/** @param {string} text @returns {{card: string}|{invitation: string}|null} null for a code that is none of ours */
export function readText(text) {
  const [, kind, code] = CODE.exec(text.trim()) ?? [];
  if (!code) return null;
  return kind === 'c' ? { card: sha256(code) } : { invitation: code };
}
