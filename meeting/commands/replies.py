"""What a client is answered, by socket and by HTTP alike: plain JSON."""

from typing import Any

from meeting.commands.submit import Reply
from meeting.kernel.refusals import NEUTRAL, InTwoLanguages, Refused
from meeting.kernel.words import say


def reply_json(reply: Reply) -> dict[str, Any]:
    """`{ok: true, upto, at, code, answer}`."""
    return {"ok": True, "upto": reply.upto, "at": reply.at, "code": reply.code, "answer": reply.made}


def refusal_json(refused: Refused, language: str) -> dict[str, Any]:
    """`{ok: false, code, message, status}` with the sentence in the reader's language."""
    return {"ok": False, "code": refused.code, "status": refused.status, "message": sentence(refused, language)}


def sentence(refused: Refused, language: str) -> str:
    """The refusal in the reader's language, its facts filled in."""
    told = {name: say(word, language) for name, word in NEUTRAL.items()} | {
        name: each.say(language) if isinstance(each, InTwoLanguages) else each for name, each in refused.facts.items()
    }
    return say(refused.template, language).format(**told)
