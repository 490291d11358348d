"""The check page: people in the room compare minutes with what this office keeps, and read a clerk's words."""

import io
from collections.abc import Iterator

import pikepdf
import pytest

from meeting.checking import pages, reading
from meeting.work.jail import Bounds
from tests.doors.played import Played
from tests.doors.stranger import Stranger
from tests.paper.conftest import now, signer_of

IN_ROOM, OUTSIDE = "192.168.1.77", "8.8.8.8"


@pytest.fixture(scope="module")
def played(drawn: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The sample meeting, held; its minutes are drawn, then signed by the secretary and by the chair."""
    found = drawn.copied(tmp_path_factory.mktemp("checked") / "data")
    yield found
    found.close()


@pytest.fixture(scope="module")
def stages(played: Played) -> dict[str, bytes]:
    """The file as it was drawn, and with each signature."""
    drawn = played.minutes()
    assert played.signs(played.one("clerk").account) == 303
    half = played.minutes()
    assert played.signs(played.one("chair").account) == 303
    return {"drawn": drawn, "half": half, "signed": played.minutes()}


def test_signed_minutes_are_confirmed_with_their_meeting_and_signers(played: Played, stages: dict[str, bytes]) -> None:
    status, page = Stranger(played).asks(stages["signed"])
    assert status == 200
    assert "ĐÚNG: biên bản của cơ quan này, nguyên vẹn, đủ chữ ký." in page
    assert played.one("chair").particulars.full_name in page
    assert played.one("clerk").particulars.full_name in page


def test_partly_signed_minutes_are_reported_as_such(played: Played, stages: dict[str, bytes]) -> None:
    assert Stranger(played).learns(stages["drawn"]) == "unfinished"
    assert Stranger(played).learns(stages["half"]) == "unfinished"


def test_changed_minutes_are_reported_as_changed(played: Played, stages: dict[str, bytes]) -> None:
    spoilt = bytearray(stages["signed"])
    spoilt[len(spoilt) // 3] ^= 1
    assert Stranger(played).learns(bytes(spoilt)) == "changed"
    assert Stranger(played).learns(stages["signed"] + b"% more\n") == "changed"


def test_a_foreign_paper_is_not_taken_for_minutes_of_this_office(played: Played) -> None:
    blank = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    for content in (blank.getvalue(), b"%PDF-1.7 broken", b"\x00" * 5000, b"<html>"):
        status, page = Stranger(played).asks(content)
        assert (status, 'data-checked="unknown"' in page) == (200, True), content[:20]
        assert "đã bị sửa" not in page, "nothing is said against a file that is no minutes"


def test_minutes_signed_under_a_foreign_authority_of_the_same_name_are_not_of_this_office(
    played: Played, stages: dict[str, bytes]
) -> None:
    from meeting.signing.certificates import found_authority
    from meeting.signing.sign import sign

    twin = found_authority(played.house.site.settings.office_name, now=now())
    signer = signer_of(twin, played.one("clerk").particulars.full_name)
    assert Stranger(played).learns(sign(stages["drawn"], "ThuKy", signer, now(), (1, "a" * 64))) == "foreign"


def test_the_code_in_the_minutes_is_accepted_however_it_is_spaced(played: Played, stages: dict[str, bytes]) -> None:
    with played.database.read() as db:
        from meeting.minutes.tables import latest_minutes

        newest = latest_minutes(db, played.meeting)
        assert newest is not None
        head = newest.journal_head
    spaced = " ".join(head[i : i + 8] for i in range(0, 64, 8))
    for code in (head, spaced, spaced.upper(), head[:16]):
        status, page = Stranger(played).asks(code=code)
        assert (status, 'data-checked="genuine"' in page) == (200, True)
        assert "Mã chỉ cho biết có biên bản này" in page, "a code proves nothing of the paper that it stands on"
    assert Stranger(played).learns(code="f" * 64) == "unknown"


@pytest.mark.parametrize("code", ["12ab", "g" * 64, "%" * 20, "_" * 20, "1" * 65])
def test_an_invalid_code_is_refused_in_words(played: Played, code: str) -> None:
    status, page = Stranger(played).asks(code=code)
    assert status == 400
    assert "ít nhất 16 ký tự" in page  # "checking.no_code"


def test_an_empty_form_asks_for_a_file_or_a_code(played: Played) -> None:
    status, page = Stranger(played).asks()
    assert (status, "Hãy chọn tệp biên bản" in page) == (400, True)  # "checking.no_file"


def test_people_outside_the_rooms_network_get_no_answer(played: Played) -> None:
    status, page = Stranger(played, OUTSIDE).opens()
    assert (status, "chỉ dùng trong mạng của phòng họp" in page) == (403, True)  # "checking.not_here"
    assert Stranger(played, IN_ROOM).opens()[0] == 200


def test_a_file_that_is_too_large_and_too_many_tries_are_refused(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_BYTES", 50_000)
    assert Stranger(played).asks(b"%PDF" + b"\x00" * 100_000)[0] == 413
    assert Stranger(played).asks(b"%PDF" + b"\x00" * 40_000)[0] == 200
    eager = Stranger(played)
    assert [eager.asks(code="e" * 64)[0] for _ in range(7)] == [200] * 6 + [429]
    bringer = Stranger(played)
    assert [bringer.asks(b"%PDF" + b"\x00" * 100)[0] for _ in range(3)] == [200, 200, 429]


def test_one_file_is_read_at_a_time(played: Played, stages: dict[str, bytes]) -> None:
    with reading._turn:
        status, page = Stranger(played).asks(stages["signed"])
    assert (status, "đang kiểm tra một tệp khác" in page) == (503, True)  # "checking.busy"
    assert Stranger(played).learns(stages["signed"]) == "genuine", "and the turn is given back"


@pytest.mark.usefixtures("real_jail")
def test_a_file_that_exceeds_the_limits_is_reported_as_such(
    played: Played, stages: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_BOUNDS", Bounds(seconds=60, memory=64 << 20))
    status, page = Stranger(played).asks(stages["signed"])
    assert (status, "Không đọc được tệp này" in page) == (422, True)  # "checking.unread"


def test_a_file_that_takes_too_long_is_reported_so_and_not_called_wrong(
    played: Played, stages: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_BOUNDS", Bounds(seconds=0))
    status, page = Stranger(played).asks(stages["signed"])
    assert (status, "mất quá nhiều thời gian" in page) == (503, True)  # "checking.out_of_time"
