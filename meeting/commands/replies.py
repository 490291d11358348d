"""The answers to a client, as plain JSON: the same by socket and by HTTP."""

from typing import Any

from meeting.commands.submit import Reply
from meeting.kernel.refusals import NEUTRAL, InTwoLanguages, Refused
from meeting.kernel.words import say


def reply_json(reply: Reply) -> dict[str, Any]:
    """Return `{ok: true, upto, at, code, answer}`."""
    return {"ok": True, "upto": reply.upto, "at": reply.at, "code": reply.code, "answer": reply.made}


def refusal_json(refused: Refused, language: str) -> dict[str, Any]:
    """Return `{ok: false, code, message, status}` with the sentence in the reader's language."""
    return {"ok": False, "code": refused.code, "status": refused.status, "message": sentence(refused, language)}


def sentence(refused: Refused, language: str) -> str:
    """Return the refusal's sentence in the reader's language, with its facts filled in."""
    told = {name: say(word, language) for name, word in NEUTRAL.items()} | {
        name: each.say(language) if isinstance(each, InTwoLanguages) else each for name, each in refused.facts.items()
    }
    return say(refused.template, language).format(**told)
