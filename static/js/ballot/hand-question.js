/**
 * The secretary saw this person raise a hand for another choice than they sent. Their own device asks, and only "Đồng
 * ý" here changes the ballot. The question stays until it is answered or no longer applies.
 */

import { motionOn } from './ballot.js';
import { listen } from '../live/live.js';
import { submit } from '../parts/commands.js';
import { isUnanswered, newKey } from '../parts/post.js';
import { honorific, loud, t } from '../parts/words.js';
import { choiceWords } from './view.js';

/** The open dialog and its question. */
let open = null;

/** Ask this person the server's question, if there is one. */
export function watchHandQuestion() {
  listen('mine', ({ asked, ballots }) => {
    if (open && same(open.asked, asked)) return;
    close();
    if (asked) ask(asked, ballots?.[asked.motion], choiceWords(document));
  });
  document.addEventListener('panel:drawn', () => {
    const motion = motionOn(document);
    if (open && (motion?.id !== open.asked.motion || motion.state !== 'open')) close();
  });
}

const same = (a, b) => a?.motion === b?.motion && a?.choice === b?.choice;

function close() {
  open?.dialog.remove();
  open = null;
}

function ask(asked, sent, words) {
  const dialog = document.createElement('dialog');
  dialog.className = 'confirm';
  dialog.dataset.testid = 'hand-question';
  const facts = { honorific: honorific(), choice: loud(words[asked.choice]) };
  const question = paragraph(t('Thư ký ghi thay %(honorific)s: %(choice)s. Đồng ý?', facts));
  question.id = 'hand-question';
  dialog.setAttribute('aria-labelledby', question.id);
  const outcome = paragraph('');
  outcome.setAttribute('role', 'status');
  const actions = document.createElement('div');
  actions.className = 'actions';
  actions.append(
    answer('button', t('Không đồng ý, giữ phiếu đã gửi'), asked, false, outcome),
    answer('button primary', t('Đồng ý, đổi thành %(choice)s', { choice: words[asked.choice] }), asked, true, outcome),
  );
  dialog.append(question);
  if (sent) dialog.append(paragraph(t('Phiếu đã gửi: %(choice)s', { choice: loud(words[sent.choice]) })));
  dialog.append(outcome, actions);
  dialog.addEventListener('cancel', (event) => event.preventDefault()); // Esc does not answer
  document.body.append(dialog);
  dialog.showModal();
  open = { dialog, asked };
}

function paragraph(text) {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}

function answer(className, label, asked, agreed, outcome) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = label;
  made.onclick = () => send(asked, agreed, outcome);
  return made;
}

const keys = new Map();

/** The same answer sent again has the same key, so that an uncertain answer never becomes a second ballot. */
async function send(asked, agreed, outcome) {
  const attempt = JSON.stringify([asked, agreed]);
  if (!keys.has(attempt)) keys.set(attempt, newKey());
  outcome.textContent = t('Đang gửi…');
  const payload = { motion_id: asked.motion, choice: asked.choice, agreed };
  const reply = await submit('voting.answer_hand', payload, { key: keys.get(attempt) });
  if (!isUnanswered(reply)) keys.delete(attempt);
  if (reply.ok) close();
  else outcome.textContent = reply.message;
}
