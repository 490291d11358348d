"""The handler of remarks. It is here because only help knows its subjects."""

from meeting.commands.registry import Context, handles
from meeting.feedback import rules
from meeting.feedback.commands import SendRemark
from meeting.feedback.events import RemarkSent
from meeting.feedback.tables import Remark, count_unread
from meeting.help.topics import TOPICS
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, NOT_FOUND, Refused


@handles(SendRemark, makes="remark_id")
def send_remark(command: SendRemark, context: Context) -> list[Event]:
    """Store a remark for the administrators.

    Raises Refused for an unknown subject (any script may name one), for people without an account, for an empty text,
    and when too many are unread.
    """
    if command.topic not in TOPICS:
        raise Refused(NOT_FOUND)
    person_id = context.actor.person_id
    if person_id is None:
        raise Refused(NOT_ALLOWED)
    rules.check_words(command.words)
    rules.check_few(count_unread(context.db, person_id))
    remark = Remark(person_id=person_id, topic=command.topic, words=command.words, sent_at=context.now, read_at=None)
    context.db.add(remark)
    context.db.flush()
    return [RemarkSent(remark_id=remark.id)]
