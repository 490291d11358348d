"""An office's own edition of the rules: its text, and the form in which an administrator writes it."""

import re
from typing import Any

from meeting.law import editions
from meeting.law.own import REMOTE, RuleChange, derive
from meeting.law.terms import Rights
from tests.cast import EDITION, MORNING
from tests.pages.client import Browser

ARTICLE, REASON = "Điều 12 Quy chế", "Quy chế làm việc số 12/QĐ-UBND ngày 20/9/2026"


def own(rights: Rights) -> str:
    """The text of an office's own edition that gives members at remote points these rights."""
    return derive(
        editions.edition(EDITION),
        edition_id=f"rieng-{rights}",
        title="Quy chế 2026",
        in_force=MORNING.date(),
        preset="ubnd",
        changes=[RuleChange(REMOTE, article=ARTICLE, rights=rights)],
        reason=REASON,
    )


NEW = f"/law/{EDITION}/new"


def form(admin: Browser, path: str = f"{NEW}?body=ubnd") -> dict[str, Any]:
    """What the form holds when it is opened."""
    page = admin.get(path).text.partition("<main")[2]
    fields = dict(re.findall(r'<input id="[^"]+" name="([^"]+)"[^>]*?value="([^"]*)"', page))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        fields[name] = re.findall(r'value="([^"]+)" selected', options)[0]
    articles = re.findall(r'name="article"[^>]*?value="([^"]*)"', page)
    return fields | {
        "article": articles,
        "body": "ubnd",
        "title": "Quy chế 2026",
        "in_force": "2026-10-01",
        "reason": REASON,
    }
