"""The answers to a client, as plain JSON: the same by socket and by HTTP."""

from typing import Any

from meeting.commands.submit import Reply
from meeting.kernel.refusals import NEUTRAL, Refused
from meeting.kernel.words import Phrase, fill, phrase

_NEUTRAL = {name: phrase(word) for name, word in NEUTRAL.items()}


def reply_json(reply: Reply) -> dict[str, Any]:
    """Return `{ok: true, upto, at, code, answer}`."""
    return {"ok": True, "upto": reply.upto, "at": reply.at, "code": reply.code, "answer": reply.made}


def refusal_json(refused: Refused, language: str) -> dict[str, Any]:
    """Return `{ok: false, code, message, status}` with the sentence in the reader's language."""
    return {"ok": False, "code": refused.code, "status": refused.status, "message": sentence(refused, language)}


def sentence(refused: Refused, language: str) -> str:
    """Return the refusal's sentence in the reader's language, with its facts filled in."""
    return fill(refused.template, {**_NEUTRAL, **refused.facts}, language)


def in_words(refused: Refused) -> Phrase:
    """Return the refusal's sentence in both languages, to be kept."""
    return phrase(refused.template, **{**_NEUTRAL, **refused.facts})
