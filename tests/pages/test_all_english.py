"""Every page that links lead to is English, and so is the refusal of every form on it: only data stays Vietnamese."""

import html
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

import meeting
from meeting.documents.rules import ON_PAPER_TITLE
from meeting.store.base import Base
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.letters import LETTERS

MEETING = Path(meeting.__file__).parent
LINK = re.compile(r'href="(/[^"#]*)')
FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
ACTION = re.compile(r'\baction="([^"]+)"')
FIELD = re.compile(r'<(?:input|textarea|select|button)\b[^>]*\bname="[^"]+"[^>]*>')
GIVEN = re.compile(r'\b(name|type|value)="([^"]*)"')
ENDLESS = "x" * 30_000
"""More than any field takes."""
TYPED = ("", "text", "password")
"""What a person types into, and may therefore be too long."""
AWAY = re.compile(r"^/(?:static|sign-out|language)|\.(?:pdf|csv|xlsx|zip|pem|ics|jsonl)\b")
"""Links to no page, or out of this walk."""


OFFERED = ("đồng chí", "Phiên họp thường kỳ tháng 10", ON_PAPER_TITLE)
"""Data that forms offer: an honorific, the title of the next meeting, a title that says nothing."""


def in_english(council: Council, who: str | None) -> Browser:
    browser = Browser(council, who)
    with browser.client.session_transaction() as session:
        session["language"] = "en"
    return browser


def kind_of(address: str) -> str:
    """What addresses have in common that differ in a number or a value only."""
    return re.sub(r"\d+|=[^&]*", "0", address)


def walked(browser: Browser, *starts: str) -> dict[str, str]:
    """The pages that links lead to, by address; of many that differ in a number only, two."""
    pages: dict[str, str] = {}
    ahead, kinds = list(starts), dict[str, int]()
    while ahead:
        address = html.unescape(ahead.pop())
        kind = kind_of(address)
        if address in pages or AWAY.search(address) or kinds.get(kind, 0) >= 2:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = browser.get(address)
        pages[address] = answer.text if answer.mimetype == "text/html" and answer.status_code != 303 else ""
        ahead += LINK.findall(pages[address])
    return {address: page for address, page in pages.items() if page}


def too_long(page: str, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form of a page with something to type, filled in with more than any field takes."""
    for form in FORM.findall(page):
        fields = [dict(GIVEN.findall(field)) for field in FIELD.findall(form)]
        if typed := [field["name"] for field in fields if field.get("type", "") in TYPED and "value" in field]:
            action = ACTION.search(form)
            told = {field["name"]: html.unescape(field.get("value", "")) for field in fields}
            yield html.unescape(action[1]) if action else address, told | dict.fromkeys(typed, ENDLESS)


def data_of(council: Council) -> list[str]:
    """Everything that somebody wrote, and what the law says, longest first."""
    with council.database.read() as db:
        rows = [row for mapper in Base.registry.mappers for row in db.scalars(select(mapper.class_))]
        texts = {text for row in rows for text in vars(row).values() if isinstance(text, str)}
        texts |= {
            text for row in rows if hasattr(row, "particulars") for text in row.particulars.__composite_values__()
        }
    for path in MEETING.glob("*/shipped/*.yaml"):
        texts |= set(written(yaml.safe_load(path.read_text("utf-8"))))
    texts |= {council.house.site.settings.office_name, *OFFERED}
    said = {text.strip() for text in texts if LETTERS.search(text)}
    return sorted(said | {text[0].upper() + text[1:] for text in said}, key=len, reverse=True)


def written(found: Any) -> Iterator[str]:
    """Every text of a shipped file that is data: law, kinds of papers. A text in two languages is not."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        yield from itertools.chain.from_iterable(map(written, found))
    elif isinstance(found, dict) and "en" not in found:
        yield from itertools.chain.from_iterable(map(written, found.values()))


def left(page: str, data: list[str]) -> list[str]:
    page = html.unescape(re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)).replace(ENDLESS, "")
    for text in data:
        page = page.replace(text, "")
    return sorted({found.strip() for found in LETTERS.findall(page)} - {"Tiếng Việt"})


@pytest.mark.parametrize("who", ["admin", "ha", "an", "lan"])
def test_every_page_and_every_refused_form_is_english(council: Council, who: str) -> None:
    council.watching = False
    council.prepares("One", item=1)
    browser = in_english(council, who)
    pages = walked(browser, "/", "/overview", "/meetings", f"/m/{council.meeting}", "/help")
    data = data_of(council)
    found = {address: left(page, data) for address, page in pages.items()}
    refused = 0
    forms = {
        (kind_of(action), *sorted(fields)): (action, fields)
        for address, page in pages.items()
        for action, fields in too_long(page, address)
    }
    for action, fields in forms.values():
        answer = browser.client.post(action, data=fields)
        found[f"{action} refused"] = left(answer.text, data)
        refused += "has 30000 characters" in answer.text
    assert len(pages) >= 5
    assert refused >= (10 if who in {"admin", "ha"} else 1)
    assert {words: address for address, all_words in found.items() for words in all_words} == {}
