"""Law editions: a source for every rule, one edition a day, and mistakes reported with their key."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from msgspec.structs import asdict

from meeting.law.calendar.days import is_working
from meeting.law.calendar.reading import calendar
from meeting.law.edition import PRESETS, Deadline, Decision, Edition, Preset, Share, UnknownRule
from meeting.law.edition_file import EditionInvalid, read_edition
from meeting.law.editions import edition, edition_on, editions, keep_office, load, preset
from meeting.law.terms import Terms

EDITION = "vn-2025-07"
SHIPPED = (files("meeting.law") / "shipped" / f"{EDITION}.yaml").read_text(encoding="utf-8")
COUNCIL = preset(EDITION, "hdnd")
COMMITTEE = preset(EDITION, "ubnd")
DAYS = "deadlines.papers.amount"
AT_LEAST = "strict: false\n        "


def every_rule(law: Edition) -> list[tuple[str, Share | Decision | Deadline]]:
    return [
        (f"{key}.{name}", rule)
        for key, body in law.presets.items()
        for name, rule in ({"quorum": body.quorum} | body.decisions | asdict(body.deadlines)).items()
        if rule is not None
    ]


def test_every_shipped_edition_has_the_four_bodies_and_every_rule_a_source() -> None:
    assert editions()
    for each in editions():
        assert set(PRESETS) <= set(each.presets)
        for name, rule in every_rule(each):
            assert rule.article and rule.source and rule.title.vi and rule.title.en, name
            assert rule.confirm == (rule.grade != "L"), name


def test_only_rules_read_in_the_law_itself_need_no_confirmation() -> None:
    sure = {name for name, rule in every_rule(edition(EDITION)) if not rule.confirm}
    assert sure == {
        "hdnd.resolution",
        "hdnd.dismissal",
        "ubnd.committee_decision",
    }


def test_the_terms_of_a_motion_carry_the_rule_of_its_body() -> None:
    terms = COMMITTEE.terms("committee_decision")
    assert terms == Terms(
        decision="committee_decision",
        base="total",
        numerator=1,
        denominator=2,
        strict=True,
        tie="chair",
        article="khoản 3 Điều 40 Luật số 72/2025/QH15",
        grade="L",
    )
    with pytest.raises(UnknownRule, match="resolution"):
        COMMITTEE.terms("resolution")


def test_a_decision_of_unstated_kind_counts_all_members() -> None:
    strict = {key: preset(EDITION, key).terms(preset(EDITION, key).default_decision) for key in PRESETS}
    assert {key: (terms.decision, terms.base) for key, terms in strict.items()} == {
        "hdnd": ("resolution", "total"),
        "ubnd": ("committee_decision", "total"),
        "dang": ("party_decision", "total"),
        "board": ("board_decision", "total"),
    }


def test_the_edition_of_the_day_is_the_one_in_force() -> None:
    assert edition_on(date(2025, 7, 1)).id == EDITION
    assert edition_on(date(2026, 9, 24)).id == EDITION
    with pytest.raises(UnknownRule, match="2025-06-30"):
        edition_on(date(2025, 6, 30))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """The folder of an office's own editions, which count from `keep_office` on."""
    yield tmp_path
    keep_office(tmp_path / "none")


def test_an_office_adds_its_own_edition_and_earlier_meetings_keep_theirs(office: Path) -> None:
    text = SHIPPED.replace(f"id: {EDITION}", "id: minh-tan-2026").replace("2025-07-01", "2026-01-01")
    (office / "minh-tan-2026.yaml").write_text(text, encoding="utf-8")
    assert edition_on(date(2026, 1, 1)).id == EDITION
    keep_office(office)
    assert edition_on(date(2025, 12, 31)).id == EDITION
    assert edition_on(date(2026, 1, 1)).id == "minh-tan-2026"
    assert preset("minh-tan-2026", "hdnd") == COUNCIL


def test_an_edition_added_by_another_process_is_found_by_its_name(office: Path) -> None:
    keep_office(office)
    (office / "an-office.yaml").write_text(SHIPPED.replace(f"id: {EDITION}", "id: an-office"), encoding="utf-8")
    assert edition(EDITION).id == EDITION
    assert [each.id for each in editions()] == [EDITION], "nobody has asked for it yet"
    assert edition("an-office").id == "an-office"
    with pytest.raises(UnknownRule, match="another"):
        edition("another")


def test_the_offices_days_off_come_with_its_editions(office: Path) -> None:
    (office / "days.d").mkdir()
    years = "years:\n  2035: {rest: [2035-01-01], worked: [], grade: L, source: Thông báo}\n"
    (office / "days.d" / "2035.yaml").write_text(years, encoding="utf-8")
    keep_office(office)
    assert not is_working(date(2035, 1, 1), calendar())


def test_a_text_of_one_letter_is_accepted(office: Path) -> None:
    (office / "an-office.yaml").write_text(
        SHIPPED.replace(f"id: {EDITION}", "id: an-office").replace("  vi: Quy định áp dụng", "  vi: Q #", 1), "utf-8"
    )
    keep_office(office)
    assert edition("an-office").title.vi == "Q"


def test_for_equal_days_the_offices_edition_applies(office: Path) -> None:
    (office / "an-office.yaml").write_text(SHIPPED.replace(f"id: {EDITION}", "id: an-office"), encoding="utf-8")
    keep_office(office)
    assert edition_on(date(2025, 7, 1)).id == "an-office"


def test_an_edition_added_later_counts_when_the_folder_is_read_again(office: Path) -> None:
    keep_office(office)
    (office / "an-office.yaml").write_text(SHIPPED.replace(f"id: {EDITION}", "id: an-office"), encoding="utf-8")
    assert [each.id for each in keep_office(office)] == [EDITION, "an-office"]


def test_only_the_files_of_editions_in_the_folder_are_read(office: Path) -> None:
    """A note, and the copy that an editor left behind, are not editions."""
    (office / "doc-truoc.txt").write_text("Sửa tệp rồi khởi động lại máy chủ.", encoding="utf-8")
    (office / f"{EDITION}.yaml~").write_text("id: [", encoding="utf-8")
    assert [each.id for each in keep_office(office)] == [EDITION]


def test_an_office_cannot_replace_a_shipped_edition(office: Path) -> None:
    (office / f"{EDITION}.yaml").write_text(SHIPPED, encoding="utf-8")
    with pytest.raises(EditionInvalid, match="đặt tên khác"):
        keep_office(office)


def test_unknown_editions_and_bodies_are_named() -> None:
    with pytest.raises(UnknownRule, match="vn-1999"):
        preset("vn-1999", "hdnd")
    with pytest.raises(UnknownRule, match="quoc-hoi"):
        preset(EDITION, "quoc-hoi")


def test_all_mistakes_in_a_file_are_reported_at_once_by_their_keys() -> None:
    text = (
        SHIPPED.replace("base: total", "base: everybody", 1)
        .replace("numerator: 2", "numerator: two", 1)
        .replace("default_decision: resolution\n", "default_decision: resolution\n    colour: red\n", 1)
        .replace("        grade: L\n", "", 1)
        .replace("article: Quy chế làm việc của cấp ủy", 'article: ""', 1)
    )
    with pytest.raises(EditionInvalid) as caught:
        read_edition(text, EDITION)
    assert [problem.key for problem in caught.value.problems] == [
        "presets.hdnd.quorum.numerator",
        "presets.hdnd.decisions.resolution.grade",
        "presets.hdnd.decisions.resolution.base",
        "presets.hdnd.colour",
        "presets.dang.quorum.article",
    ]
    assert "presets.hdnd.decisions.resolution.grade: còn thiếu" in str(caught.value)
    assert "'everybody' (total, present)" in str(caught.value)
    assert "numerator: giá trị không hợp lệ: 'two'\n" in str(caught.value)


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("  vi: Quy định áp dụng", "  fr: Règlement\n  vi: Quy định áp dụng", "title.fr"),
        ("    words:\n", "    words:\n      guest: {vi: khách, en: guest}\n", "presets.hdnd.words.guest"),
        ("    deadlines:\n", "    deadlines:\n      conclusion:\n", "presets.hdnd.deadlines.conclusion"),
    ],
)
def test_an_invisible_text_is_refused(right: str, wrong: str, key: str) -> None:
    text = SHIPPED.replace(right, wrong, 1)
    with pytest.raises(EditionInvalid) as caught:
        read_edition(text, EDITION)
    assert [problem.key for problem in caught.value.problems] == [key]


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        (f"id: {EDITION}", "id: other", "id"),
        ("default_decision: resolution", "default_decision: law", "presets.hdnd.default_decision"),
        ("default_decision: resolution", "default_decision: procedural", "presets.hdnd.default_decision"),
        ("procedural_decision: procedural", "procedural_decision: law", "presets.hdnd.procedural_decision"),
        ("numerator: 2", "numerator: 4", "presets.hdnd.quorum"),
        ("tie: none", "tie: chair", None),
        (f"{AT_LEAST}tie: none", f"{AT_LEAST}tie: chair", "presets.hdnd.decisions.dismissal.tie"),
        ("  board:", "  council:", "presets.board"),
        ("amount: 5", "amount: 0", "presets.hdnd.deadlines.papers.amount"),
        ("amount: 5", "amount: 367", "presets.hdnd.deadlines.papers.amount"),
        ("  unit: days", "  unit: years", "presets.hdnd.deadlines.papers.unit"),
    ],
)
def test_a_file_of_right_form_and_wrong_sense_is_refused(right: str, wrong: str, key: str | None) -> None:
    text = SHIPPED.replace(right, wrong, 1)
    assert text != SHIPPED
    if key is None:
        assert read_edition(text, EDITION).preset("hdnd").terms("resolution").tie == "chair"
        return
    with pytest.raises(EditionInvalid) as caught:
        read_edition(text, EDITION)
    assert [problem.key for problem in caught.value.problems] == [key]


def test_a_mistake_names_the_words_that_the_file_may_have() -> None:
    for right, wrong, wanted in (
        ("default_decision: resolution", "default_decision: procedural", "base: total"),
        (f"{AT_LEAST}tie: none", f"{AT_LEAST}tie: chair", "numerator: 1, denominator: 2, strict: true"),
    ):
        with pytest.raises(EditionInvalid) as caught:
            read_edition(SHIPPED.replace(right, wrong, 1), EDITION)
        assert str(caught.value).endswith(f" ({wanted})")


def test_words_of_an_earlier_version_are_named_beside_the_present_ones() -> None:
    share = "title: {vi: A, en: A}, numerator: 1, denominator: 3, article: A, grade: L, source: A"
    text = SHIPPED.replace("    deadlines:\n", f"    requests: {{special_session: {{{share}}}}}\n    deadlines:\n", 1)
    text = text.replace("        unit: days\n", "        unit: days\n        side: before\n", 1)
    text = text.replace("      conclusion:\n", "      issue:\n", 1)
    with pytest.raises(EditionInvalid) as caught:
        read_edition(text, EDITION)
    here = "không có trong mẫu"
    side, requests, issue = (line.strip() for line in str(caught.value).splitlines()[1:])
    assert side == f"presets.hdnd.deadlines.papers.side: {here} (title, article, grade, source, amount, unit)"
    assert requests.startswith(f"presets.hdnd.requests: {here} (name, words, quorum, ")
    assert issue == f"presets.ubnd.deadlines.issue: {here} (papers, conclusion)"


def test_a_key_given_twice_is_refused_with_its_line() -> None:
    text = SHIPPED.replace("in_force: 2025-07-01", "in_force: 2025-07-01\nin_force: 2031-07-01")
    line = text.splitlines().index("in_force: 2031-07-01") + 1
    with pytest.raises(EditionInvalid, match=rf"dòng {line}: .*in_force"):
        read_edition(text, EDITION)


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "presets: [", "? [a]\n: b\n", "presets: {1: {}}", "a: !!python/name:os.system"]
)
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(EditionInvalid):
        read_edition(text, EDITION)


GROUP = "phải là nhóm có ít nhất một mục"


@pytest.mark.parametrize(
    ("presets", "key", "sentence"),
    [
        ("{}", "presets", GROUP),
        ("[hdnd]", "presets", GROUP),
        ("hdnd", "presets", GROUP),
        ("{hdnd: [], 7: []}", "presets.7", "tên mục phải là chữ"),
    ],
)
def test_a_list_in_place_of_named_entries_is_reported(presets: str, key: str, sentence: str) -> None:
    text = SHIPPED.partition("\npresets:")[0] + f"\npresets: {presets}\n"
    with pytest.raises(EditionInvalid) as caught:
        read_edition(text, EDITION)
    assert (key, sentence) in [(problem.key, problem.say("vi")) for problem in caught.value.problems]


@pytest.mark.parametrize(("text", "line"), [("id: a\ntitle: [\n", 3), ("id: a\ntitle: \x07\n", 1)])
def test_invalid_yaml_names_the_line_where_reading_ended_or_the_first(text: str, line: int) -> None:
    with pytest.raises(EditionInvalid) as caught:
        read_edition(text, EDITION)
    assert [problem.key for problem in caught.value.problems] == [f"dòng {line}"]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes("title: Quy định".encode("utf-16"))
    with pytest.raises(EditionInvalid, match="UTF-8"):
        load(path)


def test_a_deadline_is_between_a_day_and_a_year_and_a_part_is_of_something() -> None:
    def reads(numerator: int, amount: int) -> Preset:
        law = yaml.safe_load(SHIPPED)
        law["presets"]["ubnd"]["quorum"]["numerator"] = numerator
        law["presets"]["ubnd"]["deadlines"]["papers"]["amount"] = amount
        return read_edition(yaml.safe_dump(law), EDITION).preset("ubnd")

    for amount in (1, 366):
        papers = reads(1, amount).deadlines.papers
        assert papers is not None and papers.amount == amount
    for numerator, amount, named in ((1, 0, DAYS), (1, 367, DAYS), (0, 1, "quorum.numerator")):
        with pytest.raises(EditionInvalid) as found:
            reads(numerator, amount)
        assert [problem.key for problem in found.value.problems] == [f"presets.ubnd.{named}"]


def test_the_papers_of_a_committee_are_due_by_working_days_and_those_of_a_council_by_all_days() -> None:
    committee, council = COMMITTEE.deadlines.papers, COUNCIL.deadlines.papers
    assert committee is not None and council is not None
    assert ((committee.amount, committee.working), (council.amount, council.working)) == ((3, True), (5, False))
