/**
 * What the ballot sheet must say, computed only from facts: the motion on the floor, this person's state, the
 * present attempt. "Recorded" is never guessed: it means that the server has acknowledged the ballot.
 */

import { hhmmss } from '../live/clock.js';
import { loud, t } from '../parts/words.js';

/**
 * @typedef {object} Motion the question on the floor
 * @property {number} id
 * @property {'open'|'switched'|'closed'|'announced'|'cancelled'} state `switched`: moved to a count in the room
 * @property {string} [by] what is counted in the room since the switch
 * @property {string} title
 * @property {string} item its place in the agenda, in words
 * @property {string} openedAt ISO time
 * @property {string} verdict one sentence, once announced
 * @property {string[]} choices the possible choices
 *
 * @typedef {object} Recorded a ballot that the server has stored
 * @property {string} choice
 * @property {string} at ISO time
 * @property {string} code receipt of four characters
 *
 * @typedef {object} Attempt a choice of this person that the server has not answered
 * @property {string} choice
 * @property {string} key the same for every sending of this command
 * @property {boolean} sent
 *
 * @typedef {object} Mine what the server sends only to this person
 * @property {number} [seat]
 * @property {boolean} votes
 * @property {boolean} present
 * @property {string|null} [why] why a member of the body has no vote now
 * @property {number[]} [aside] motions in which this person takes no part
 * @property {number|null} late the open motion whose opening this person missed
 * @property {Record<string, Recorded>} [ballots] by motion
 *
 * @typedef {object} Facts
 * @property {Motion|null} motion
 * @property {Mine|null} mine null until the server has said who this is
 * @property {Attempt|null} attempt
 * @property {Recorded|null} recorded
 * @property {boolean} changing a recorded ballot is being reconsidered
 * @property {number} tries how many sendings got no answer
 * @property {string} refusal the server's refusal of the last attempt
 * @property {string} unsent the choice that was not sent when the vote was closed
 * @property {boolean} lost whether the server has not answered for a while
 * @property {boolean} rising the sheet has just appeared, under a finger that was aiming at something else
 * @property {boolean} hasty a choice was pressed while it was appearing
 * @property {boolean} [elsewhere] whether the person votes on another of their devices
 * @property {string} honorific this body's word for the person, inside a sentence
 * @property {Record<string, string>} words the words of the choices, as on their buttons
 *
 * @typedef {'hidden'|'open'|'selected'|'sending'|'retrying'|'recorded'|'closed'|'ineligible'} Face
 */

/**
 * Return the state of the sheet, apart from being minimised or put away.
 * @param {Facts} facts
 * @returns {Face}
 */
export function faceOf({ motion, mine, attempt, recorded, changing, tries }) {
  if (!motion || !mine) return 'hidden';
  if (motion.state !== 'open') return mine.votes ? 'closed' : 'hidden';
  if (attempt?.sent) return tries > 0 ? 'retrying' : 'sending';
  if (!mine.votes || mine.why || !mine.present || mine.late === motion.id || standsAside(motion, mine)) {
    return 'ineligible';
  }
  if (attempt) return 'selected';
  return recorded && !changing ? 'recorded' : 'open';
}

/** Return what the sheet says in a state. @param {Face} face @param {Facts} facts */
export function statusOf(face, facts) {
  const { motion, mine, attempt, recorded, tries, refusal, changing, lost, hasty, honorific, words } = facts;
  switch (face) {
    case 'selected':
      if (refusal) return refusal;
      return lost
        ? t('Đang chọn %(choice)s – chưa gửi được vì máy này mất kết nối.', { choice: words[attempt.choice] })
        : t('Đang chọn %(choice)s – chưa gửi', { choice: words[attempt.choice] });
    case 'sending':
      return t('Đang gửi…');
    case 'retrying':
      return lost
        ? t('Chưa ghi nhận vì máy này mất kết nối. Sẽ tự gửi khi có mạng. Giữ nguyên màn hình này.')
        : t('Chưa ghi nhận – đang gửi lại (lần %(n)s). Giữ nguyên màn hình này.', { n: tries });
    case 'recorded':
      return t('Đã ghi nhận: %(choice)s', { choice: loud(words[recorded.choice]) });
    case 'ineligible':
      if (mine.why) return whyNot(mine.why, capital(honorific));
      if (standsAside(motion, mine)) {
        return t('%(honorific)s không tham gia biểu quyết nội dung này.', { honorific: capital(honorific) });
      }
      if (mine.present && mine.late) {
        return t('Đã điểm danh sau khi mở biểu quyết này. Mời biểu quyết từ nội dung tiếp theo.');
      }
      return mine.votes
        ? t('Cần điểm danh trước khi biểu quyết.')
        : t('%(honorific)s không thuộc danh sách biểu quyết nội dung này.', { honorific: capital(honorific) });
    case 'closed':
      return closedStatus(facts);
    default:
      if (hasty) return t('Phiếu vừa mở ra. Mời chọn lại.');
      return changing
        ? t('Chọn lại, rồi gửi. Phiếu đã ghi nhận vẫn giữ nguyên cho đến khi gửi lựa chọn mới.')
        : t('Chọn một phương án, rồi gửi.');
  }
}

/** Return in words why a member of the body has no vote now. */
function whyNot(why, honorific) {
  switch (why) {
    case 'suspended':
      return t('%(honorific)s đang tạm đình chỉ nhiệm vụ nên không biểu quyết.', { honorific });
    case 'vacant':
      return t('%(honorific)s không còn giữ nhiệm vụ nên không biểu quyết.', { honorific });
    case 'remote':
      return t('%(honorific)s dự từ xa: được tính có mặt và không biểu quyết, theo quy định của phiên họp.', {
        honorific,
      });
    default:
      return t('%(honorific)s theo dõi từ xa: không tính có mặt và không biểu quyết, theo quy định của phiên họp.', {
        honorific,
      });
  }
}

/** Return whether this person takes no part, as settled before the opening. */
const standsAside = (motion, mine) => Boolean(mine.aside?.includes(motion.id));

function closedStatus(facts) {
  const { motion, attempt, recorded, refusal, unsent, honorific, words } = facts;
  if (motion.state === 'cancelled') return t('Biểu quyết này đã hủy. Không phiếu nào được tính.');
  if (motion.state === 'switched') return switchedStatus(facts);
  if (attempt?.sent) return t('Biểu quyết đã kết thúc. Đang hỏi lại xem lựa chọn đã đến kịp chưa.');
  if (refusal) {
    return t('Biểu quyết đã kết thúc trước khi nhận được lựa chọn. Lựa chọn này KHÔNG được tính.');
  }
  const counted = recorded ? loud(words[recorded.choice]) : '';
  if (unsent) {
    const missed = t(
      'Biểu quyết đã kết thúc. Lựa chọn %(choice)s của %(honorific)s CHƯA được gửi, nên không được tính.',
      { choice: loud(words[unsent]), honorific },
    );
    const kept = t('Phiếu đã ghi nhận: %(choice)s', { choice: counted });
    return recorded ? `${missed} ${kept}` : missed;
  }
  const ended = recorded
    ? t('Biểu quyết đã kết thúc. Đã ghi nhận: %(choice)s', { choice: counted })
    : t('Biểu quyết đã kết thúc. %(honorific)s chưa gửi biểu quyết cho nội dung này.', {
      honorific: capital(honorific),
    });
  return motion.verdict ? `${ended} ${motion.verdict}` : ended;
}

/** Return what to do now; the choice made here does not count. */
function switchedStatus({ motion, recorded, unsent, words }) {
  const now = motion.by === 'paper'
    ? t('Đã chuyển sang phiếu giấy: mời biểu quyết lại bằng phiếu.')
    : t('Đã chuyển sang giơ tay: mời giơ tay khi được hỏi.');
  const chosen = recorded?.choice ?? unsent;
  if (!chosen) return now;
  const lost = t('Lựa chọn trên máy (%(choice)s) không tính.', { choice: words[chosen] });
  return `${now} ${lost}`;
}

const capital = (word) => word.charAt(0).toLocaleUpperCase('vi') + word.slice(1);

/** Return the server time and receipt of the ballot that counts, or nothing. @param {Recorded|null} recorded */
export function receiptOf(recorded) {
  if (!recorded) return '';
  return t('%(time)s · mã %(code)s', { time: hhmmss(recorded.at), code: recorded.code });
}

/**
 * Return the later of two records of the same seat's ballot: an answer and a message may arrive in either order.
 * @param {Recorded|null|undefined} a @param {Recorded|null|undefined} b
 */
export function laterOf(a, b) {
  if (!a || !b) return a ?? b ?? null;
  return Date.parse(b.at) >= Date.parse(a.at) ? b : a;
}

/**
 * Read the motion from the panel's data; null when none is on the floor or it is counted by hand.
 * @param {ParentNode} page
 * @returns {Motion|null}
 */
export function motionOn(page) {
  const drawn = page.querySelector('[data-panel="motion"] [data-motion]');
  if (!drawn) return null;
  const { motion, motionState, motionForm, switched, title, item, openedAt, verdict, choices } = drawn.dataset;
  const isSwitched = switched && motionState === 'open';
  if (motionForm !== 'open' && !isSwitched) return null;
  const state = /** @type {Motion['state']} */ (isSwitched ? 'switched' : motionState);
  return { id: Number(motion), state, by: switched, title, item, openedAt, verdict, choices: choices.split(' ') };
}
