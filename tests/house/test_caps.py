"""Caps: every text that a person can enter has a limit, defined in one place for the server and the screen."""

import re
from pathlib import Path

import pytest

from meeting.attendance.commands import NoteAbsence
from meeting.commands import caps
from meeting.commands.payload import LONGEST_TEXT
from meeting.conduct.commands import RecordConclusion
from meeting.kernel.refusals import Refused
from tests.council import Council

TEMPLATES = Path(__file__).parents[2] / "templates"
_COMMAND = re.compile(r"call command\('([^']+)'.*?\{%-? endcall", re.DOTALL)
_FIELD = re.compile(r"<(?:input|textarea)\b[^>]*?>(?=\s|<|\{|$)", re.DOTALL)
_NO_TEXT = re.compile(r'type="(?:hidden|checkbox|radio|number|file|submit|search|date|time|datetime-local)"')
_CAP = re.compile(r"""maxlength="\{\{ cap\('([^']+)', ('[^']+'|\w+)\) \}\}\"""")


def text_fields() -> list[tuple[str, str, str]]:
    """Every text field: its template, the command of the form around it or nothing, and the field's markup."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        source = path.read_text()
        forms = [(m.start(), m.end(), m.group(1)) for m in _COMMAND.finditer(source)]
        for field in _FIELD.finditer(source):
            if not _NO_TEXT.search(field.group()):
                command = next((name for begin, end, name in forms if begin < field.start() < end), "")
                found.append((path.name, command, field.group()))
    return found


def test_every_text_field_says_the_cap_of_its_command() -> None:
    fields = text_fields()
    assert len(fields) >= 10
    assert sum(bool(command) for _, command, _ in fields) >= 15
    for template, command, markup in fields:
        cap = _CAP.search(markup)
        assert cap, f"{template}: give the field its cap, maxlength=\"{{{{ cap('command', 'field') }}}}\": {markup}"
        looped, name = "'" not in cap.group(2), cap.group(2).strip("'")
        known = looped or caps.cap(cap.group(1), name) is not caps._TECHNICAL  # a list of fields: test_particulars.py
        assert known, f"{template}: a person reads this cap's name: {markup}"
        said = f"{{{{ {name} }}}}" if looped else name
        assert f'name="{said}"' in markup, f"{template}: the cap of another field: {markup}"
        if command:
            assert cap.group(1) == command, f"{template}: the cap of another command: {markup}"


def test_no_cap_is_above_what_the_door_reads() -> None:
    forms = [cap for form, fields in caps._FORMS.items() for cap in fields.values() if form != "agenda.split"]
    commands = [cap for kind in caps._KNOWN.values() for cap in caps._all(kind).values()]
    assert len(forms) > 15
    assert len(commands) > 40
    told = [*caps._BY_FIELD.values(), *commands, *forms, caps._TECHNICAL]  # of what is split no command carries all
    assert all(0 < cap.limit <= LONGEST_TEXT and cap.label for cap in told)


def test_a_text_too_long_is_refused_by_name_length_and_limit(sitting: Council) -> None:
    reason = NoteAbsence(meeting_id=sitting.meeting, seat_id=sitting.seats["y-thinh"], reason="x" * 501)
    assert sitting.refuses("ha", reason) == "commands.too_long"
    with pytest.raises(Refused, match="“Lý do” dài 501 ký tự, tối đa 500 ký tự"):
        sitting.submits("ha", reason)


@pytest.mark.parametrize("length", [LONGEST_TEXT + 1, 5 * LONGEST_TEXT])
def test_a_command_refuses_an_endless_text_with_the_same_words(sitting: Council, length: int) -> None:
    browser = sitting.browser("ha")
    payload = {"meeting_id": sitting.meeting, "item_id": sitting.items[0], "text": "x" * length}
    page = browser.get(f"/m/{sitting.meeting}/console").text
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    headers = {"X-CSRFToken": token.group(1)} if token else {}
    answer = browser.post("/do/conduct.record_conclusion", json={"payload": payload}, headers=headers)
    assert answer.status_code == 400
    assert f"“Diễn biến, kết luận” dài {length} ký tự, tối đa 20000 ký tự" in answer.json["message"]


def test_a_text_as_long_as_its_cap_is_accepted_in_any_unicode_form(sitting: Council) -> None:
    text = "ễ" * caps.limit("conduct.record_conclusion", "text")
    order = RecordConclusion(meeting_id=sitting.meeting, item_id=sitting.items[0], text=text)
    sitting.submits("ha", order)
    assert sitting.retells().items[0].conclusion == text
