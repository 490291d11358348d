"""Help says what the screens say: every word that it quotes appears on one, in both languages."""

import re

import pytest
from babel.messages.pofile import read_po

from meeting.help.topics import OF_PAGES, TOPICS, topic_of
from tests.council import Council
from tests.pages.client import Browser, Tags
from tests.server import ROOT

_SAID = re.compile(r"""(?:_|t)\(\s*(?:'([^']+)'|"([^"]+)")""")
_WORDS = re.compile(r"""(?:'([^'\n]+)'|"([^"\n]+)")""")


def on_screens() -> set[str]:
    """Every text of templates, scripts and drawn words, except help's own."""
    texts: set[str] = set()
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]:
        if path.parent.name != "help":
            texts |= {one or two for one, two in _SAID.findall(path.read_text("utf-8"))}
    return texts


def quoted(text: str) -> list[str]:
    return re.findall(r"“([^”]+)”", text)


def test_every_word_quoted_in_help_is_on_a_screen() -> None:
    screens = on_screens()
    for key, topic in TOPICS.items():
        for step in topic.steps:
            for word in quoted(step):
                assert word in screens, f"{key}: no screen says “{word}”"


def test_the_english_help_quotes_the_english_screens() -> None:
    with (ROOT / "meeting/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        english = read_po(file)
    said = {message.id: message.string for message in english if isinstance(message.id, str)}
    for topic in TOPICS.values():
        for step in topic.steps:
            wanted = [said[word] for word in quoted(step)]
            assert sorted(quoted(said[step])) == sorted(wanted), step


@pytest.mark.parametrize(
    ("who", "path", "topic"),
    [
        (None, "/sign-in", "sign-in"),
        ("lan", "/", "today"),
        ("lan", "/m/1/tablet", "meeting"),
        ("lan", "/m/1/papers/1", "reader"),
        ("ha", "/m/1/console", "console"),
        ("ha", "/m/1/votes", "votes"),
        ("an", "/m/1/chair", "chair"),
        ("ha", "/meetings", "planning"),
        ("admin", "/people", "people"),
        ("admin", "/network", "network"),
        ("admin", "/overview", "backup"),
        ("admin", "/directory", "directory"),
        ("admin", "/settings", "settings"),
        ("admin", "/rights", "settings"),
        ("admin", "/catalogues/meeting_kinds", "settings"),
        ("admin", "/log", "log"),
        ("admin", "/law", "law"),
        ("admin", "/certificates", "certificates"),
        ("admin", "/second-factor", "devices"),
        ("lan", "/devices", "devices"),
        ("ha", "/rehearsal", "rehearsal"),
    ],
)
def test_help_opens_at_the_subject_of_the_page(council: Council, who: str | None, path: str, topic: str) -> None:
    browser = Browser(council, who)
    assert f'href="/help/{topic}"' in browser.get(path).text
    page = Tags(browser.get(f"/help/{topic}").text).text
    assert TOPICS[topic].steps[0] in page


def test_every_named_page_leads_to_an_existing_subject(council: Council) -> None:
    known = {rule.endpoint for rule in council.house.app.url_map.iter_rules()}
    for name, topic in OF_PAGES.items():
        assert topic in TOPICS
        assert name in known or name in council.house.app.blueprints, name
    assert topic_of("nowhere.at_all") in TOPICS


NO_PAGES = {"help", "health", "forms"}
"""Help itself, what machines ask, and where forms are sent."""


def test_every_page_has_its_own_subject(council: Council) -> None:
    """A page that somebody forgot would open help at “Today”."""
    asked = {rule.endpoint for rule in council.house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    pages = {name for name in asked if "." in name and name.partition(".")[0] not in NO_PAGES}
    lost = {name for name in pages if name not in OF_PAGES and name.partition(".")[0] not in OF_PAGES}
    assert {name for name in lost if not name.startswith("room.")} == set()


def test_an_administrators_first_steps_are_ticked_automatically(council: Council) -> None:
    page = Browser(council, "admin").get("/help").text
    steps = dict(re.findall(r'data-sign="(\w+)">.*?<b>([^<]+)</b>', page, re.DOTALL))
    listed = re.findall(r'data-sign="(\w+)">.*?<b>([^<]+)</b>', page, re.DOTALL)
    told = {words: sign for sign, words in listed}
    assert steps
    assert told["Có thư ký trong phiên họp"] == "good"
    assert told["Bật HTTPS"] == "look"
    assert told["Có bản sao lưu đầu tiên"] == "look"


def test_only_administrators_see_the_first_steps(council: Council) -> None:
    for who in ("lan", "ha", None):
        assert 'data-testid="first-steps"' not in Browser(council, who).get("/help").text


def test_an_unknown_subject_is_not_found(council: Council) -> None:
    assert Browser(council).get("/help/no-such-subject").status_code == 404
