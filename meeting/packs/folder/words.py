"""The words that an office may write in a folder, and their meanings. Case and accents do not matter.

The first word of each meaning is used for writing.
"""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import TypeVar

from meeting.agenda.rules import ItemForm, Mandate
from meeting.kernel.roles import Role
from meeting.kernel.text import fold
from meeting.voting.rules import MotionForm

M = TypeVar("M", bound=Hashable)
Words = Mapping[M, tuple[str, ...]]

FORMS: Words[ItemForm] = {
    ItemForm.CEREMONY: ("nghi thức", "ceremony", "khai mạc", "bế mạc"),
    ItemForm.PRESENTATION: ("trình bày", "presentation", "báo cáo"),
    ItemForm.DISCUSSION: ("thảo luận", "discussion"),
    ItemForm.QUESTIONING: ("chất vấn", "questioning", "chất vấn và trả lời chất vấn"),
    ItemForm.VOTE: ("biểu quyết công khai", "vote", "biểu quyết"),
    ItemForm.HANDS: ("giơ tay", "hands", "biểu quyết giơ tay", "show of hands"),
    ItemForm.CONCLUSION: ("kết luận", "conclusion"),
    ItemForm.OTHER: ("khác", "other", "nội dung khác"),
}
MOTION_FORMS: Words[MotionForm] = {
    MotionForm.OPEN: ("công khai", "open", "biểu quyết công khai"),
    MotionForm.HANDS: FORMS[ItemForm.HANDS],
}
ROLES: Words[Role] = {
    Role.CHAIR: ("chủ tọa", "chair", "chủ trì"),
    Role.CLERK: ("thư ký", "secretary", "clerk"),
    Role.MEMBER: ("đại biểu", "member", "thành viên", "ủy viên", "deputy"),
    Role.GUEST: ("khách mời", "guest", "khách"),
    Role.NOBODY: ("quản trị", "administrator", "admin", "quản trị hệ thống"),
}
MANDATES: Words[Mandate] = {
    Mandate.HELD: ("giữ nhiệm vụ", "held", "đang giữ nhiệm vụ"),
    Mandate.SUSPENDED: ("tạm đình chỉ", "suspended", "tạm đình chỉ nhiệm vụ", "đình chỉ"),
    Mandate.VACANT: ("khuyết", "vacant", "không còn giữ nhiệm vụ"),
}
YES_NO: Words[bool] = {
    True: ("có", "yes", "x", "true", "1"),
    False: ("không", "no", "false", "0"),
}


def plain(text: str) -> str:
    """Return the text folded, with single spaces for punctuation. Headers and words are compared in this form."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


@lru_cache(1024)
def plains(words: tuple[str, ...]) -> frozenset[str]:
    """Return accepted words as `plain` writes them; each list is folded once."""
    return frozenset(map(plain, words))


def meaning(text: str, words: Words[M]) -> M | None:
    """Return the meaning of a word, or None."""
    wanted = plain(text)
    return next((key for key, said in words.items() if wanted in plains(said)), None)


def written(key: M, words: Words[M]) -> str:
    """Return the word that a written pack uses for a meaning."""
    return words[key][0]


def choices(words: Words[M]) -> str:
    """Return the first word of each meaning, as a list for a sentence."""
    return ", ".join(said[0] for said in words.values())
