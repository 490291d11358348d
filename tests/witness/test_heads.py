"""Heads that are handed out: every screen shows the same signed head, and a device that kept another one is heard."""

import dataclasses
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.agenda.ordering import ChangeItem
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.journal import book as journal
from meeting.journal.tables import Line
from meeting.room.readiness import check_ready
from meeting.voting.commands.motions import CancelMotion
from meeting.witness.behind import behind
from meeting.witness.commands import ReadAlarm, ReportHead
from meeting.witness.events import HeadContradicted, KeyNamed
from meeting.witness.following import Following
from meeting.witness.heads import Head, code, read_heads, sign
from meeting.witness.key import event_key
from tests.council import FOR, Council
from tests.pages.client import Browser


def shown(council: Council, who: str = "lan", page: str = "tablet") -> dict[str, Any]:
    """The statement that a page hands to its device; empty when nothing is handed out."""
    found = re.search(r'data-head="([^"]*)"', Browser(council, who).get(f"/m/1/{page}").text)
    return json.loads(unescape(found[1])) if found else {}


def kept(council: Council) -> Head:
    """What a device keeps of it."""
    return msgspec.convert({name: value for name, value in shown(council).items() if name != "before"}, Head)


def reports(council: Council, who: str, head: Head) -> ReportHead:
    """Somebody's device reports what it keeps."""
    fields = {name: value for name, value in msgspec.to_builtins(head).items() if name != "book"}
    return ReportHead(meeting_id=council.meeting, **fields)


def told_in(council: Council) -> list[HeadContradicted]:
    """Every such report in the journal."""
    with council.database.read() as db:
        return journal.all_of(db, "meeting-1", HeadContradicted)


def following(council: Council) -> Following:
    """The part of the server that writes heads to files."""
    site = council.house.site
    return Following(site.database, site.commands, site.settings, lambda function, *given: function(*given))


def key_of(council: Council) -> Ed25519PrivateKey:
    """The event key of the installation."""
    key = event_key(council.house.site.settings.data)
    assert key is not None
    return key


def rewrites(council: Council, seq: int) -> None:
    """Somebody with access to the database changes the hash of an entry."""

    def change(db: Any) -> None:
        db.get(Line, ("meeting-1", seq)).hash = "f" * 64

    council.database.gate.submit(change)


def test_nothing_is_handed_out_before_the_meeting_begins(council: Council) -> None:
    assert shown(council) == {}


def test_every_view_gets_the_same_signed_head_and_shows_the_same_code(sitting: Council) -> None:
    heads = [shown(sitting, who, page) for who, page in (("lan", "tablet"), ("guest", "tablet"), ("an", "chair"))]
    heads.append(shown(sitting, "ha", "console"))
    assert all(head == heads[0] for head in heads)
    head = kept(sitting)
    assert head.holds()
    digits = code(head.hash)
    assert re.fullmatch(r"\d{4} \d{4}", digits)
    for who, page in (("screen", "screen"), ("lan", "tablet"), ("ha", "roll"), ("ha", "votes")):
        assert digits in Browser(sitting, who).get(f"/m/1/{page}").text


def test_each_change_of_state_hands_out_a_head_that_names_the_one_before(sitting: Council) -> None:
    begun = shown(sitting)
    motion = sitting.opens_motion()
    opened = shown(sitting)
    assert opened["before"] == {"seq": begun["seq"], "hash": begun["hash"]}
    sitting.votes(motion, lan=FOR)
    assert shown(sitting) == opened, "a ballot is held by the next one"
    sitting.closes(motion, missing=8)
    assert shown(sitting) == opened, "figures are few: a hash of them would tell them before they are announced"
    sitting.announces(motion)
    announced = shown(sitting)
    assert announced["before"] == {"seq": opened["seq"], "hash": opened["hash"]}
    told = Browser(sitting, "nam").get("/m/1/heads", Accept="application/json").get_json()
    assert [[head["seq"], head["hash"]] for head in (begun, opened, announced)] == told["heads"]


def test_no_head_of_a_closed_part_reaches_guests_or_the_hall_and_theirs_stay_as_they_were(sitting: Council) -> None:
    before = shown(sitting, "guest")
    sitting.submits("ha", CloseDoors(meeting_id=sitting.meeting))
    motion = sitting.opens_motion()
    sitting.votes(motion, lan=FOR)
    sitting.closes(motion, missing=8)
    sitting.announces(motion)
    assert shown(sitting)["seq"] > before["seq"]
    for moment in ("closed", "open again"):
        assert shown(sitting, "guest") == shown(sitting, "screen", "screen") == before, moment
        if moment == "closed":
            sitting.submits("ha", OpenDoors(meeting_id=sitting.meeting))
    sitting.opens_motion()
    assert shown(sitting, "guest")["before"] == {"seq": before["seq"], "hash": before["hash"]}
    told = Browser(sitting, "guest").get("/m/1/heads", Accept="application/json").get_json()
    assert [seq for seq, _ in told["heads"]] == [before["seq"], shown(sitting, "guest")["seq"]]
    assert not told["whole"]


def test_under_an_internal_item_no_head_reaches_a_guest(council: Council) -> None:
    item = council.items[1]
    said = {"meeting_id": 1, "item_id": item, "version": 1, "title": "Nhân sự", "minutes": 30}
    council.submits("ha", ChangeItem(**said, form="vote", internal=True))
    council.sits()
    before = shown(council, "guest")
    council.turns_to(2)
    motion = council.prepares("Thông qua nhân sự", item=2)
    council.opens(motion)
    assert shown(council)["seq"] > before["seq"]
    assert shown(council, "guest") == before


def test_trying_all_ballots_against_a_head_fails_for_lack_of_its_secret(sitting: Council) -> None:
    motions = []
    for ends in ("announced", "called off"):
        with sitting.unwatched():
            motions.append(sitting.opens_motion())
            sitting.votes(motions[-1], lan=FOR)
            if ends == "announced":
                sitting.closes(motions[-1], missing=8)
                sitting.announces(motions[-1])
            else:
                sitting.submits("an", CancelMotion(meeting_id=1, motion_id=motions[-1], reason="Đọc nhầm câu hỏi"))
    told = [each for each in sitting.journal() if each.kind in ("voting.motion_closed", "voting.motion_cancelled")]
    salts = {each.body["salt"] for each in told}
    assert [len(salt) for salt in salts] == [32, 32]


def test_a_person_without_a_place_in_the_meeting_gets_no_heads(sitting: Council) -> None:
    assert Browser(sitting, "outsider").get("/m/1/heads", Accept="application/json").status_code == 403
    assert Browser(sitting, "outsider").get("/m/1/my-device").status_code == 403


@pytest.mark.parametrize("field", ["book", "seq", "hash", "prev", "at", "key", "signature"])
def test_a_head_changed_anywhere_is_not_valid(sitting: Council, field: str) -> None:
    head = kept(sitting)
    other = {"seq": head.seq + 1, "book": "meeting-2", "at": "2026-09-24T01:00:00.001Z"}.get(field, "a" * 64)
    assert not msgspec.structs.replace(head, **{field: other}).holds()


def test_a_head_in_the_journal_alarms_nobody(sitting: Council) -> None:
    following(sitting).look()
    assert sitting.refuses("lan", reports(sitting, "lan", kept(sitting))) == "witness.in_journal"
    assert "alarm-journal" not in Browser(sitting, "ha").get("/m/1/console").text


def test_a_device_with_a_different_head_alarms_only_chair_and_secretary(sitting: Council) -> None:
    following(sitting).look()
    head = kept(sitting)
    rewrites(sitting, head.seq)
    sitting.watching = False  # the journal was rewritten: it can no longer be replayed
    sitting.submits("lan", reports(sitting, "lan", head))
    for page, who in (("console", "ha"), ("chair", "an")):
        text = Browser(sitting, who).get(f"/m/1/{page}").text
        assert "alarm-journal" in text
        assert "Trần Thị Lan" in text
        assert "có chữ ký của máy chủ này" in text
    assert "alarm-journal" not in Browser(sitting, "nam").get("/m/1/tablet").text
    (told,) = told_in(sitting)
    assert (told.seq, told.kept, told.written) == (head.seq, head.hash, "f" * 64)


@pytest.mark.parametrize(
    "changed",
    [{"seq": -1}, {"hash": "x"}, {"prev": ""}, {"signature": "x"}, {"key": "x"}],
)
def test_an_unsigned_head_is_refused_and_alarms_nobody(sitting: Council, changed: dict[str, Any]) -> None:
    following(sitting).look()
    made_up = msgspec.structs.replace(kept(sitting), **changed)
    assert sitting.refuses("guest", reports(sitting, "guest", made_up)) == "witness.unproven"
    assert told_in(sitting) == []
    assert "alarm-journal" not in Browser(sitting, "ha").get("/m/1/console").text


def test_each_hash_is_shown_once_and_disappears_once_it_was_read(sitting: Council) -> None:
    following(sitting).look()
    head = kept(sitting)
    rewrites(sitting, head.seq)
    sitting.watching = False
    for who in ("lan", "nam"):
        sitting.submits(who, reports(sitting, who, head))
    assert len(told_in(sitting)) == 1
    assert sitting.refuses("lan", ReadAlarm(meeting_id=1, told=1)) == "access.not_allowed"
    sitting.submits("ha", ReadAlarm(meeting_id=1, told=9))
    assert "alarm-journal" not in Browser(sitting, "ha").get("/m/1/console").text
    assert "alarm-journal" in Browser(sitting, "an").get("/m/1/chair").text, "the chair reads for themselves"
    later = sign(msgspec.structs.replace(sitting.journal()[-1], hash="d" * 64), key_of(sitting))
    sitting.submits("nam", reports(sitting, "nam", later))
    assert f"số {later.seq}" in Browser(sitting, "ha").get("/m/1/console").text, "what comes later alarms again"


def test_the_key_is_named_in_the_journal_of_the_office_once(sitting: Council) -> None:
    following(sitting).look()
    following(sitting).look()
    with sitting.database.read() as db:
        (named,) = journal.all_of(db, journal.OFFICE, KeyNamed)
    assert named.key == kept(sitting).key


def test_a_start_with_a_journal_behind_handed_out_heads_reports_it(
    sitting: Council, caplog: pytest.LogCaptureFixture
) -> None:
    following(sitting).look()
    settings = sitting.house.site.settings
    with sitting.database.read() as db:
        assert behind(db, settings) == []
    head = kept(sitting)
    sitting.database.gate.submit(lambda db: db.delete(db.get(Line, ("meeting-1", head.seq))))
    check_ready(sitting.database, settings)
    assert f"bản ghi số {head.seq}" in caplog.text
    assert "không còn bản ghi này" in caplog.text


def test_a_head_on_another_disk_survives_a_restored_data_folder(sitting: Council, tmp_path: Any) -> None:
    site, stick = sitting.house.site, tmp_path / "stick"
    stick.mkdir()
    with_stick = dataclasses.replace(site.settings, backup_copies=f"{stick}, {tmp_path / 'out'}")
    Following(site.database, site.commands, with_stick, lambda function, *given: function(*given)).look()
    assert not (tmp_path / "out").exists(), "a disk that is out is left alone"
    head = kept(sitting)
    rewrites(sitting, head.seq)
    for file in (site.settings.data / "witness").iterdir():
        file.unlink()
    with sitting.database.read() as db:
        (sentence,) = behind(db, with_stick)
    assert "nay nhật ký ghi khác" in sentence
    assert str(stick) in sentence


def test_a_rewritten_journal_stays_reported_after_its_own_heads_were_written(sitting: Council) -> None:
    following(sitting).look()
    settings = sitting.house.site.settings
    rewrites(sitting, kept(sitting).seq)
    following(sitting).look()
    with sitting.database.read() as db:
        (sentence,) = behind(db, settings)
    assert "nay nhật ký ghi khác" in sentence


def test_heads_refused_by_a_disk_are_written_once_it_accepts_them(sitting: Council, tmp_path: Any) -> None:
    site, stick = sitting.house.site, tmp_path / "stick"
    with_stick = dataclasses.replace(site.settings, backup_copies=str(stick))
    look = Following(site.database, site.commands, with_stick, lambda function, *given: function(*given))
    folder = site.settings.data / "witness"
    folder.write_text("no folder")  # nothing can be written there
    look.look()
    folder.unlink()
    stick.mkdir()  # and a missing disk is put in
    look.look()
    for place in (folder, stick / "witness"):
        assert [*read_heads((place / "meeting-1.jsonl").read_bytes())] == [kept(sitting)], place


def test_heads_are_written_once_and_garbage_beside_them_is_skipped(sitting: Council) -> None:
    file = sitting.house.site.settings.data / "witness" / "meeting-1.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe not json\n" + b"[" * 5000 + b"\n{}\n{half a li")
    following(sitting).look()
    following(sitting).look()
    assert len(file.read_bytes().splitlines()) == 5
    assert [head.seq for head in read_heads(file.read_bytes())] == [kept(sitting).seq]
    with sitting.database.read() as db:
        assert behind(db, sitting.house.site.settings) == []
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_report_between_a_slip_and_its_correction_keeps_it_a_slip(sitting: Council) -> None:
    following(sitting).look()
    other = sign(msgspec.structs.replace(sitting.journal()[-1], hash="d" * 64), key_of(sitting))
    sitting.turns_to(2)
    sitting.submits("lan", reports(sitting, "lan", other))
    sitting.submits("ha", ReadAlarm(meeting_id=1, told=1))
    assert len(told_in(sitting)) == 1
    sitting.clock.advance(seconds=5)
    sitting.turns_to(1)
    assert sitting.retells().items[1].spans == (), "the minutes know nothing of the slip"


def on_a_stick(council: Council, place: Path) -> Following:
    """The part that writes heads to where backups are copied to."""
    site = council.house.site
    settings = dataclasses.replace(site.settings, backup_copies=str(place))
    return Following(site.database, site.commands, settings, lambda function, *given: function(*given))


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_on_a_stick_is_never_followed_for_writing(sitting: Council, tmp_path: Path, link: str) -> None:
    """It could lead to the installation's own files."""
    secret, place = tmp_path / "own" / "meeting-1.jsonl", tmp_path / "stick"
    secret.parent.mkdir()
    secret.write_bytes(b"secret")
    place.mkdir()
    if link == "file":
        (place / "witness").mkdir()
        (place / "witness" / secret.name).symlink_to(secret)
    else:
        (place / "witness").symlink_to(secret.parent)
    key_of(sitting)
    on_a_stick(sitting, place).look()
    assert secret.read_bytes() == b"secret"
    own = sitting.house.site.settings.data / "witness" / secret.name
    assert read_heads(own.read_bytes()), "the other places have them"


def test_a_replacement_stick_gets_every_head(sitting: Council, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    key_of(sitting)
    follows = on_a_stick(sitting, place)
    follows.look()
    before = (place / "witness" / "meeting-1.jsonl").read_bytes()
    place.rename(tmp_path / "pulled out")
    follows.look()
    place.mkdir()
    follows.look()
    assert (place / "witness" / "meeting-1.jsonl").read_bytes() == before
