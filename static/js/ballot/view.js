/** Writes the texts of the ballot sheet into the page; decides nothing. */

import { receiptOf, statusOf } from './ballot.js';
import { loud, t } from '../parts/words.js';

const CHOOSING = ['open', 'selected'];

/**
 * @param {HTMLElement} sheet
 * @param {import('./ballot.js').Face} face
 * @param {import('./ballot.js').Facts} facts
 * @param {boolean} small shown as a bar only
 */
export function showBallot(sheet, face, facts, small) {
  sheet.dataset.state = small && face !== 'hidden' ? 'minimised' : face;
  sheet.dataset.under = face;
  if (face === 'hidden') return;
  const { motion, recorded } = facts;
  const counted = recorded && motion.state !== 'cancelled' && motion.state !== 'switched';
  toggle(sheet, 'data-recorded', recorded?.choice);
  toggle(
    sheet,
    'data-counted',
    face === 'closed' && (facts.refusal || facts.unsent || motion.state === 'switched') && 'no',
  );
  write(sheet, 'title', motion.title);
  write(sheet, 'item', motion.item);
  toggle(sheet, 'data-rising', facts.rising && 'yes');
  toggle(sheet, 'data-absent', face === 'ineligible' && facts.mine.votes && !facts.mine.present && 'yes');
  toggle(sheet, 'data-elsewhere', facts.elsewhere && 'yes');
  sheet.querySelector('[data-field="opened"]').dataset.since = motion.openedAt;
  showPapers(sheet);
  write(sheet, 'status', statusOf(face, facts));
  write(sheet, 'receipt', counted ? receiptOf(recorded) : '');
  write(sheet, 'bar', barWords(face, facts));
  showChoices(sheet, face, facts);
  showSend(sheet, face, facts);
}

/** Link to what is voted on: the paper itself when the page shows only one, otherwise the list of papers. */
function showPapers(sheet) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const papers = document.querySelectorAll('[data-panel="papers"] a[data-state="ready"]');
  /** @type {HTMLAnchorElement} */
  const way = sheet.querySelector('[data-action="read"]');
  way.hidden = papers.length === 0;
  if (papers.length === 0) return;
  way.href = papers.length === 1 ? papers[0].href : '#papers';
  write(sheet, 'papers', papers.length === 1 ? t('Xem tài liệu') : t('Xem %(n)s tài liệu', { n: papers.length }));
}

/** Return the word on the button of each choice. @param {ParentNode} page @returns {Record<string, string>} */
export function choiceWords(page) {
  const options = [...page.querySelectorAll('ballot-sheet [data-choice]')];
  return Object.fromEntries(options.map((option) => [option.dataset.choice, option.textContent.trim()]));
}

function showChoices(sheet, face, { motion, attempt, recorded, changing, rising }) {
  const chosen = attempt?.choice ?? (changing ? null : recorded?.choice);
  for (const option of sheet.querySelectorAll('[data-choice]')) {
    option.hidden = !motion.choices.includes(option.dataset.choice);
    option.setAttribute('aria-pressed', String(option.dataset.choice === chosen));
    option.disabled = !CHOOSING.includes(face);
    toggle(option, 'aria-disabled', rising && 'true');
  }
}

function showSend(sheet, face, { attempt, words }) {
  const send = sheet.querySelector('[data-action="send"]');
  const label = attempt
    ? t('Gửi biểu quyết: %(choice)s', { choice: loud(words[attempt.choice]) })
    : t('Gửi biểu quyết');
  if (send.textContent !== label) send.textContent = label;
  send.disabled = face !== 'selected';
}

function barWords(face, facts) {
  switch (face) {
    case 'open':
      return t('Đang biểu quyết – chưa chọn');
    case 'selected':
      return t('Đang biểu quyết – chưa gửi');
    default:
      return statusOf(face, facts);
  }
}

/** Write only changes, so that a live region speaks once. */
function write(sheet, field, words) {
  const place = sheet.querySelector(`[data-field="${field}"]`);
  if (place.textContent !== words) place.textContent = words;
}

function toggle(element, attribute, value) {
  if (value) element.setAttribute(attribute, value);
  else element.removeAttribute(attribute);
}
