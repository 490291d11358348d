"""The words an office writes in a folder, and what they mean here. Case and accents do not matter.

The first word of each meaning is the one written back.
"""

from collections.abc import Mapping

from meeting.kernel.text import fold

FORMS: Mapping[str, tuple[str, ...]] = {
    "ceremony": ("nghi thức", "ceremony", "khai mạc", "bế mạc"),
    "presentation": ("trình bày", "presentation", "báo cáo"),
    "discussion": ("thảo luận", "discussion"),
    "questioning": ("chất vấn", "questioning", "chất vấn và trả lời chất vấn"),
    "vote": ("biểu quyết công khai", "vote", "biểu quyết"),
    "hands": ("giơ tay", "hands", "biểu quyết giơ tay", "show of hands"),
    "conclusion": ("kết luận", "conclusion"),
    "other": ("khác", "other", "nội dung khác"),
}
MOTION_FORMS: Mapping[str, tuple[str, ...]] = {
    "open": ("công khai", "open", "biểu quyết công khai"),
    "hands": FORMS["hands"],
}
ROLES: Mapping[str, tuple[str, ...]] = {
    "chair": ("chủ tọa", "chair", "chủ trì"),
    "clerk": ("thư ký", "secretary", "clerk"),
    "member": ("đại biểu", "member", "thành viên", "ủy viên", "deputy"),
    "guest": ("khách mời", "guest", "khách"),
    "admin": ("quản trị", "administrator", "admin", "quản trị hệ thống"),
}
YES_NO: Mapping[str, tuple[str, ...]] = {
    "yes": ("có", "yes", "x", "true", "1"),
    "no": ("không", "no", "false", "0"),
}


def plain(text: str) -> str:
    """Folded, punctuation as single spaces: how headers and words are compared."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def meaning(text: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    """Which meaning a written word has; None when it has none of them."""
    wanted = plain(text)
    return next((key for key, said in words.items() if wanted in map(plain, said)), None)


def written(key: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """The word that stands for a meaning when a pack is written."""
    return words[key][0]


def choices(words: Mapping[str, tuple[str, ...]]) -> str:
    """The words on offer, for a sentence."""
    return ", ".join(said[0] for said in words.values())
