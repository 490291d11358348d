"""An office's own edition: a copy of the one it is made from, in which only the changed rules differ."""

from datetime import date
from typing import Any

import msgspec
import pytest
import yaml

from meeting.law.edition_file import EditionInvalid, read_edition
from meeting.law.editions import UnknownRule, edition
from meeting.law.own import RuleChange, derive, free_id, really_changed, rule_names, said_of
from meeting.law.spoken import decision_spoken, quorum_spoken, rule_spoken
from meeting.law.terms import Base, Rights, Tie
from tests.cast import EDITION

DAY = date(2026, 10, 1)
REASON = "Quy chế làm việc số 12/QĐ-UBND ngày 20/9/2026"
QUORUM = RuleChange("quorum", 3, 4, True, "Điều 5 Quy chế", Base.PRESENT, Tie.CHAIR)
PROCEDURAL = RuleChange("procedural", 3, 5, False, "Điều 9 Quy chế", Base.TOTAL, Tie.NONE)


def derived(*changes: RuleChange, preset: str = "ubnd") -> str:
    return derive(
        edition(EDITION),
        edition_id="rieng-x",
        title="Quy chế 2026",
        in_force=DAY,
        preset=preset,
        changes=changes,
        reason=REASON,
    )


def plain(found: Any) -> Any:
    return msgspec.to_builtins(found, builtin_types=(date,))


def test_only_changed_rules_differ_and_they_need_confirmation() -> None:
    wanted = plain(edition(EDITION))
    wanted |= {"id": "rieng-x", "title": {"vi": "Quy chế 2026", "en": "Quy chế 2026"}, "in_force": DAY}
    mine = wanted["presets"]["ubnd"]
    read_only_here = {"grade": "I", "source": REASON}
    mine["quorum"] |= {"numerator": 3, "denominator": 4, "strict": True, "article": "Điều 5 Quy chế"} | read_only_here
    mine["decisions"]["procedural"] |= read_only_here | {
        "numerator": 3, "denominator": 5, "strict": False, "article": "Điều 9 Quy chế", "base": "total", "tie": "none",
    }  # fmt: skip
    assert plain(read_edition(derived(QUORUM, PROCEDURAL), "rieng-x")) == wanted


def test_a_body_without_its_own_deadlines_has_an_edition_too() -> None:
    made = read_edition(derived(QUORUM, preset="board"), "rieng-x")
    assert made.preset("board").quorum.numerator == 3
    assert plain(made.preset("ubnd")) == plain(edition(EDITION).preset("ubnd"))


def test_an_edition_without_a_rule_on_remote_points_stays_silent_until_that_changes() -> None:
    silent = plain(edition(EDITION)) | {"id": "cu"}
    for rules in silent["presets"].values():
        del rules["remote"]
    old = read_edition(yaml.safe_dump(silent, allow_unicode=True), "cu")
    assert old.preset("ubnd").remote.rights == Rights.EQUAL
    told = {"edition_id": "rieng-x", "title": "A", "in_force": DAY, "preset": "ubnd", "reason": REASON}
    assert "remote:" not in derive(old, changes=[QUORUM], **told)
    given = RuleChange("remote", article="Điều 12", rights=Rights.NO_VOTE)
    made = read_edition(derive(old, changes=really_changed(old, "ubnd", [given]), **told), "rieng-x")
    assert (made.preset("ubnd").remote.rights, made.preset("ubnd").remote.article) == (Rights.NO_VOTE, "Điều 12")
    assert made.preset("hdnd").remote == old.preset("hdnd").remote


@pytest.mark.parametrize("why", ["remote", "not_present", "substitute"])
def test_nobody_leaves_the_total_by_being_remote(why: str) -> None:
    wrong = plain(edition(EDITION)) | {"id": "x"}
    wrong["presets"]["ubnd"]["exclusions"][why] = wrong["presets"]["ubnd"]["exclusions"]["vacant"]
    with pytest.raises(EditionInvalid) as told:
        read_edition(yaml.safe_dump(wrong, allow_unicode=True), "x")
    assert [problem.key for problem in told.value.problems] == [f"presets.ubnd.exclusions.{why}"]
    assert "luôn được tính vào tổng số" in str(told.value)


def test_an_exclusion_unknown_to_the_law_is_named() -> None:
    wrong = plain(edition(EDITION)) | {"id": "x"}
    wrong["presets"]["ubnd"]["exclusions"]["asleep"] = wrong["presets"]["ubnd"]["exclusions"]["vacant"]
    with pytest.raises(EditionInvalid) as told:
        read_edition(yaml.safe_dump(wrong, allow_unicode=True), "x")
    assert [problem.key for problem in told.value.problems] == ["presets.ubnd.exclusions.asleep"]
    assert "không có trong mẫu" in str(told.value)


def test_people_can_read_the_text_of_an_edition() -> None:
    text = derived(QUORUM)
    assert text.startswith("id: rieng-x\ntitle:\n")
    assert "Số thành viên tối thiểu phải có mặt" in text


def test_a_change_of_an_unknown_value_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain(QUORUM) | {"colour": "red"}, RuleChange)


def test_an_unknown_rule_or_body_is_named() -> None:
    for changes, preset, named in (
        ([msgspec.structs.replace(PROCEDURAL, rule="amnesty")], "ubnd", "amnesty"),
        ([QUORUM], "senate", "senate"),
    ):
        with pytest.raises(UnknownRule, match=named):
            derived(*changes, preset=preset)


def test_an_unreachable_majority_is_refused() -> None:
    with pytest.raises(EditionInvalid):
        derived(msgspec.structs.replace(PROCEDURAL, numerator=6))


@pytest.mark.parametrize("half", [{"numerator": 1}, {"denominator": 1}, {"denominator": 2}, {}])
@pytest.mark.parametrize("rule", ["quorum", "procedural"])
def test_a_change_with_half_a_fraction_is_refused(rule: str, half: dict[str, int]) -> None:
    with pytest.raises(EditionInvalid):
        derived(msgspec.convert({"rule": rule, "article": "Điều 5 Quy chế"} | half, RuleChange))


def test_mistakes_are_reported_with_the_titles_of_the_rules_in_both_languages() -> None:
    """The form shows titles, and no keys of a file."""
    body = edition(EDITION).preset("ubnd")

    def told(*changes: RuleChange) -> str:
        with pytest.raises(EditionInvalid) as wrong:
            derived(*changes)
        phrase = said_of(wrong.value.problems, body)
        quorum, procedural = body.quorum.title.en, body.decisions["procedural"].title.en
        assert phrase.en.startswith(
            (
                quorum,
                procedural,
                body.remote.title.en,
                body.decisions["committee_decision"].title.en,
                "Give notice of the conclusions",
            )
        )
        return phrase.vi

    too_much, too_many = msgspec.structs.replace(PROCEDURAL, numerator=6), msgspec.structs.replace(QUORUM, numerator=9)
    quorum = "Số thành viên tối thiểu phải có mặt: không thể đạt được tỷ lệ 9/4"
    procedural = "Biểu quyết về thủ tục: không thể đạt được tỷ lệ 6/5"
    assert told(too_much) == f"{procedural}."
    assert told(too_many) == f"{quorum}."
    assert told(too_much, too_many) == f"{quorum}; {procedural}."
    assert told(msgspec.structs.replace(PROCEDURAL, tie=Tie.CHAIR)).startswith("Biểu quyết về thủ tục: ngang nhau")
    assert told(RuleChange("remote", rights=Rights.NO_VOTE)).startswith("Dự từ xa tại điểm cầu: ")
    assert told(RuleChange("deadlines.conclusion", article="Điều 9")).startswith("Thông báo kết luận cuộc họp: ")
    present = RuleChange("committee_decision", 1, 2, True, "Điều 9", Base.PRESENT)
    assert told(present).startswith("Quyết định của Ủy ban nhân dân: phải tính trên tổng số")


def test_a_change_without_more_than_its_fraction_means_at_least() -> None:
    made = read_edition(derived(RuleChange("quorum", 1, 1, article="Điều 5 Quy chế")), "rieng-x")
    assert (made.preset("ubnd").quorum.strict, quorum_spoken(made.preset("ubnd").quorum, made.preset("ubnd")).vi) == (
        False,
        "Toàn bộ tổng số thành viên có mặt",
    )


def test_an_edition_for_the_same_day_follows_those_made_before() -> None:
    first = f"rieng-{DAY.isoformat()}-01"
    assert free_id(DAY, []) == first
    assert free_id(DAY, ["rieng-2027-01-01-01"]) == first
    assert free_id(DAY, [first, first]) == "rieng-2026-10-01-02"
    assert free_id(DAY, ["rieng-2026-10-01-02"]) == "rieng-2026-10-01-03", "a file of that name is there"
    assert free_id(DAY, ["rieng-2026-10-01-02", "rieng-2026-10-01-03"]) == "rieng-2026-10-01-04"
    assert free_id(DAY, [f"rieng-2026-10-01-{n:02d}" for n in range(1, 10)]) == "rieng-2026-10-01-10"


def test_an_unchanged_value_is_not_a_change() -> None:
    body = edition(EDITION).preset("ubnd")
    article = body.quorum.article
    same = RuleChange("quorum", 2, 3, False, article, Base.PRESENT, Tie.CHAIR)  # a quorum has neither
    assert really_changed(edition(EDITION), "ubnd", [same]) == []
    for other in (
        msgspec.structs.replace(same, numerator=1),
        msgspec.structs.replace(same, denominator=4),
        msgspec.structs.replace(same, strict=True),
        msgspec.structs.replace(same, article="Điều 1"),
    ):
        assert really_changed(edition(EDITION), "ubnd", [other]) == [
            msgspec.structs.replace(other, base=Base.TOTAL, tie=Tie.NONE)
        ]
    stands = body.terms("procedural")
    decided = RuleChange("procedural", 1, 2, True, stands.article, stands.base, stands.tie)
    assert really_changed(edition(EDITION), "ubnd", [decided, QUORUM]) == [
        msgspec.structs.replace(QUORUM, base=Base.TOTAL, tie=Tie.NONE)
    ]
    for field, value in (
        ("numerator", 2), ("denominator", 3), ("strict", False), ("article", "Điều 1"), ("base", Base.TOTAL),
        ("tie", Tie.CHAIR),
    ):  # fmt: skip
        other = msgspec.structs.replace(decided, **{field: value})
        assert really_changed(edition(EDITION), "ubnd", [other]) == [other]


@pytest.mark.parametrize(
    ("fraction", "strict", "base", "tie", "said"),
    [
        ((1, 2), True, Base.TOTAL, Tie.CHAIR,
         "Quá nửa (hơn 1/2) tổng số thành viên tán thành; ngang nhau thì theo phía người đứng đầu"),
        ((1, 2), True, Base.PRESENT, Tie.NONE, "Quá nửa (hơn 1/2) số thành viên có mặt tán thành"),
        ((1, 2), False, Base.PRESENT, Tie.NONE, "Ít nhất 1/2 số thành viên có mặt tán thành"),
        ((1, 3), True, Base.TOTAL, Tie.NONE, "Trên 1/3 tổng số thành viên tán thành"),
        ((2, 3), True, Base.TOTAL, Tie.NONE, "Trên 2/3 tổng số thành viên tán thành"),
        ((1, 1), False, Base.TOTAL, Tie.NONE, "Toàn bộ tổng số thành viên tán thành"),
        ((3, 4), False, Base.TOTAL, Tie.NONE, "Ít nhất 3/4 tổng số thành viên tán thành"),
    ],
)  # fmt: skip
def test_a_rule_is_written_in_words(fraction: tuple[int, int], strict: bool, base: Base, tie: Tie, said: str) -> None:
    body = edition(EDITION).preset("board")
    rule = msgspec.structs.replace(
        body.decisions["procedural"], numerator=fraction[0], denominator=fraction[1], strict=strict, base=base, tie=tie
    )
    assert decision_spoken(rule, body).vi == said
    assert ("equal votes follow the side of the head" in decision_spoken(rule, body).en) is (tie == Tie.CHAIR)


@pytest.mark.parametrize(
    ("fraction", "strict", "said"),
    [
        ((2, 3), False, "At least 2/3 of all members present"),
        ((1, 2), True, "More than half (1/2) of all members present"),
        ((1, 1), False, "All of all members present"),
        ((1, 4), True, "More than 1/4 of all members present"),
    ],
)
def test_a_quorum_is_written_in_words(fraction: tuple[int, int], strict: bool, said: str) -> None:
    body = edition(EDITION).preset("board")
    rule = msgspec.structs.replace(body.quorum, numerator=fraction[0], denominator=fraction[1], strict=strict)
    assert quorum_spoken(rule, body).en == said


def test_the_quorum_all_decisions_the_deadlines_and_the_rights_at_points_may_be_changed() -> None:
    body = edition(EDITION).preset("ubnd")
    names = ["quorum", *body.decisions, "deadlines.papers", "deadlines.conclusion", "remote"]
    assert rule_names(body) == names
    assert "deadlines.papers" not in rule_names(edition(EDITION).preset("board"))


def test_a_clerk_reads_the_deadlines_in_words() -> None:
    committee, council = (edition(EDITION).preset(body) for body in ("ubnd", "hdnd"))
    said = [
        rule_spoken(rule, body)
        for body, rule in (
            (committee, committee.deadlines.papers),
            (committee, committee.deadlines.conclusion),
            (council, council.deadlines.papers),
        )
        if rule is not None
    ]
    assert [(each.vi, each.en) for each in said] == [
        ("Ít nhất 3 ngày làm việc trước ngày họp", "At least 3 working days before the meeting"),
        ("Trong 5 ngày làm việc sau ngày bế mạc", "Within 5 working days after the meeting has ended"),
        ("Ít nhất 5 ngày trước ngày họp", "At least 5 days before the meeting"),
    ]


def test_a_change_with_an_unknown_value_is_not_read() -> None:
    told = {"rule": "deadlines.papers", "amount": 2, "article": "Điều 5 Quy chế"}
    assert "amount: 2" in derived(msgspec.convert(told, RuleChange))
    with pytest.raises(msgspec.ValidationError, match="years"):
        msgspec.convert(told | {"years": 1}, RuleChange)


def test_a_body_that_names_no_members_without_a_ballot_has_an_edition_too() -> None:
    silent = plain(edition(EDITION)) | {"id": "cu"}
    for rules in silent["presets"].values():
        del rules["exclusions"]
    base = read_edition(yaml.safe_dump(silent), "cu")
    made = derive(
        base, edition_id="rieng-x", title="Quy chế", in_force=DAY, preset="ubnd", changes=[QUORUM], reason=REASON
    )
    assert read_edition(made, "rieng-x").preset("ubnd").exclusions == {}
