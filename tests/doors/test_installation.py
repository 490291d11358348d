"""One installation from the command line: made, filled from a folder, written back, saved."""

import dataclasses
import gc
import os
import re
import shutil
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from meeting.access import sessions
from meeting.access.actors import SYSTEM
from meeting.access.tables import Login
from meeting.agenda.commands import AddItem
from meeting.agenda.tables import Meeting
from meeting.app import create_app
from meeting.backup.restoring import restore
from meeting.cli import main
from meeting.cli.founding import initialise
from meeting.cli.installation import Installation, NotReady
from meeting.config import BadSettings, Settings
from meeting.documents.content.kinds import LIMIT
from meeting.documents.content.sniff import sniff
from meeting.kernel import clock
from meeting.kernel.refusals import Refused
from meeting.packs.folder import PackProblems
from meeting.signing.keyring import Keyring
from meeting.store.database import Database

ROOT = Path(__file__).resolve().parents[2]
AGENDAS = ROOT / "agendas"


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """An installation that is not made yet, on a fresh database."""
    return Settings(data=tmp_path / "empty", database_url=database.url, public_url="http://phonghop.test")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The sample of a board, as a copy that a test may change."""
    return Path(shutil.copytree(AGENDAS / "board-sample", tmp_path / "board-sample"))


def run(settings: Settings, *words: str) -> tuple[int, str]:
    """The `meeting` command: its exit status and everything it says."""
    told = CliRunner(
        env={"MEETING_DATABASE_URL": settings.database_url, "MEETING_PUBLIC_URL": settings.public_url}
    ).invoke(main, ["--data", str(settings.data), *words])
    return told.exit_code, told.output


def planners(settings: Settings) -> int:
    """How many people may plan meetings."""
    with closing(Database(settings.database_url)) as database, database.read() as db:
        return len(db.scalars(select(Login.account).where(Login.planner)).all())


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_the_doctor_of_a_ready_machine_finds_nothing(settings: Settings) -> None:
    run(settings, "init")
    status, said = run(settings, "doctor")
    assert (status, "✘" in said) == (0, False), said


def test_an_office_writes_its_rules_and_reads_what_is_wrong_in_them(settings: Settings, pack: Path) -> None:
    run(settings, "init")
    shipped = (ROOT / "meeting" / "law" / "shipped" / "vn-2025-07.yaml").read_text("utf-8")
    own = settings.data / "law" / "van-phong.yaml"
    own.parent.mkdir()
    own.write_text(shipped.replace("id: vn-2025-07", "id: khac"), "utf-8")
    status, said = run(settings, "import", str(pack))
    assert status == 1
    assert "van-phong" in said
    own.write_text(shipped.replace("id: vn-2025-07", "id: van-phong"), "utf-8")
    status, said = run(settings, "import", str(pack))
    assert status == 0, said
    with closing(Database(settings.database)) as database, database.read() as db:
        assert db.scalar(select(Meeting.edition)) == "van-phong"
    create_app(settings).site.database.close()
    own.rename(own.with_suffix(".txt"))
    with pytest.raises(BadSettings, match="van-phong"):
        create_app(settings)
    own.mkdir()
    assert "van-phong" in run(settings, "doctor")[1], "told by name, and the other findings with it"


def test_a_broken_calendar_file_stops_no_installation_and_the_doctor_names_it(settings: Settings, pack: Path) -> None:
    run(settings, "init")
    days = settings.data / "law" / "days.d"
    days.mkdir(parents=True)
    (days / "2027.yaml").write_text("years: [", "utf-8")
    assert run(settings, "import", str(pack))[0] == 0
    said = run(settings, "doctor")[1]
    assert "! Lịch nghỉ của cơ quan: 2027.yaml, years: không đọc được" in said


def test_a_corrected_folder_replaces_a_plan_that_has_not_begun(settings: Settings, pack: Path) -> None:
    run(settings, "init")
    run(settings, "import", str(pack))
    agenda = pack / "agenda.yaml"
    agenda.write_text(agenda.read_text("utf-8").replace("minutes: 15", "minutes: 20", 1), "utf-8")
    status, said = run(settings, "import", str(pack))
    assert status == 1
    assert "--replace" in said
    status, said = run(settings, "import", str(pack), "--replace")
    assert (status, "Đã nhập" in said) == (0, True), said
    with closing(Database(settings.database)) as database, database.read() as db:
        states = {one.id: one.state for one in db.scalars(select(Meeting))}
    assert states == {1: "withdrawn", 2: "planned"}
    assert "/screen/2-" in said, "the hall screen is to be opened anew"
    status, said = run(settings, "import", str(pack), "--replace")
    assert (status, "giống hệt" in said) == (0, True), said
    with closing(Installation(settings)) as installation, pytest.raises(Refused) as refused:
        list(installation.import_pack(AGENDAS / "ubnd-mau", "", replace=True))
    assert code_of(refused) == "cli.nothing_to_replace"
    assert run(settings, "import", str(pack), "--replace", "--if-absent")[0] == 2


def test_an_installation_is_made_filled_and_written_back(settings: Settings, pack: Path, tmp_path: Path) -> None:
    status, said = run(settings, "init")
    assert (status, "mật khẩu" in said) == (0, True), said
    status, said = run(settings, "init")
    assert (status, said) == (0, ""), "made once, the administrator shown once"

    status, said = run(settings, "import", str(pack))
    assert (status, "Đã nhập" in said, "Đã cấp" in said) == (0, True, True), said
    sheets = list((settings.data / "cards").glob("*.html"))
    assert len(sheets) == 1
    assert stat.S_IMODE(sheets[0].stat().st_mode) == 0o600, "it opens every tablet"
    status, said = run(settings, "import", str(pack))
    assert (status, "không thay đổi gì" in said) == (0, True), said

    slug = sheets[0].stem
    status, said = run(settings, "export", slug, str(tmp_path / "again"))
    assert status == 0, said
    status, said = run(settings, "import", str(tmp_path / "again"))
    assert (status, "không thay đổi gì" in said) == (0, True), said

    agenda = pack / "agenda.yaml"
    agenda.write_text(
        agenda.read_text("utf-8") + f"\nslug: {slug}\n"
        if "slug:" not in agenda.read_text("utf-8")
        else agenda.read_text("utf-8")
    )
    (next((pack / "papers").iterdir())).write_bytes((AGENDAS / "hdnd-mau/papers/bao-cao-tham-tra.pdf").read_bytes())
    installation = Installation(settings)
    try:
        with pytest.raises(Refused) as refused:
            list(installation.import_pack(pack, ""))
        assert code_of(refused) == "packs.another_pack"
        with pytest.raises(Refused) as refused:
            list(installation.import_pack(pack, "sáng mai"))
        assert code_of(refused) == "cli.bad_start"
        with pytest.raises(Refused) as refused:
            installation.export_journal("no-such-meeting", tmp_path / "j")
        assert code_of(refused) == "cli.no_meeting"
        assert installation.export_journal(slug, tmp_path / "journal") > 10
    finally:
        installation.close()


def test_every_command_leaves_all_rows_in_the_file_of_the_database(pack: Path, tmp_path: Path) -> None:
    """SQLite's log beside it goes away when a command closes what it opened, which nothing does for it at the end."""
    office = Settings(data=tmp_path / "office")
    gc.disable()
    try:
        status, said = run(office, "init", "--import", str(pack))
        assert status == 0, said
        (slug,) = (path.stem for path in (office.data / "cards").iterdir())
        assert {path.name for path in office.data.glob("meeting.db*")} == {"meeting.db"}, said
        for *words, expected in (
            ("import", "--if-absent", pack, 0),
            ("export", slug, tmp_path / "written", 0),
            ("cards", slug, "--done", 0),
            ("keys", 0),
            ("tls", "init", 0),
            ("register", "--out", tmp_path / "register", 0),
            ("journal", slug, tmp_path / "journal", 0),
            ("backup", 0),
            ("backup", "--try", 0),
            ("upgrade", 0),
            ("second-factor", "nobody", 1),
            ("export", "no-such-meeting", tmp_path / "none", 1),
            ("rehearse", "no-such-meeting", 1),
        ):
            status, said = run(office, *map(str, words))
            assert status == expected, said
            assert {path.name for path in office.data.glob("meeting.db*")} == {"meeting.db"}, words
    finally:
        gc.enable()


def test_a_meeting_changed_in_the_room_is_kept_by_a_second_start(settings: Settings, pack: Path) -> None:
    list(initialise(settings))
    status, said = run(settings, "import", "--if-absent", str(pack))
    assert (status, "Đã nhập" in said) == (0, True), said
    house = create_app(settings)
    command = AddItem(meeting_id=1, position=99, title="Việc mới", presenter="", minutes=5, form="discussion")
    house.site.commands.submit(command, actor=SYSTEM)
    house.site.database.close()
    status, said = run(settings, "import", str(pack))
    assert (status, "nội dung khác" in said) == (1, True), said
    status, said = run(settings, "import", "--if-absent", str(pack))
    assert (status, "đã có" in said) == (0, True), said


def test_a_new_office_leads_its_administrator_to_the_first_steps(settings: Settings) -> None:
    list(initialise(settings))
    house = create_app(settings)
    with house.site.database.read() as db:
        admin = db.scalars(select(Login.person_id)).one()
    begin = partial(sessions.begin, person_id=admin, screen_of=None, now=clock.now(), hours=1)
    client = house.app.test_client()
    with client.session_transaction() as session:
        session["token"] = house.site.database.gate.submit(begin)
    today = client.get("/").text
    assert 'href="/help"' in today.partition('data-testid="no-meeting"')[2].partition("</p>")[0]
    steps = re.findall(r'data-sign="(\w+)">.*?<b>([^<]+)</b>', client.get("/help").text, re.DOTALL)
    assert ("look", "Cấp thẻ đăng nhập") in steps, "the administrator's own does not count"
    house.site.database.close()


def test_make_run_imports_only_missing_meetings() -> None:
    lines = (AGENDAS.parent / "Makefile").read_text("utf-8").splitlines()
    imports = [line for line in lines if "agendas/" in line]
    assert imports
    assert all("meeting init --import" in line for line in imports)


def test_the_first_start_asks_nothing_and_the_first_cards_can_sign(settings: Settings, pack: Path) -> None:
    status, said = run(settings, "init", "--import", str(pack))
    assert (status, "mật khẩu" in said, "Đã cấp" in said) == (0, True, True), said
    assert "Cụm từ mật khẩu của nơi cấp chứng thư số" in said
    assert "Dấu vân tay của nơi cấp chứng thư số" in said
    keyring = Keyring(settings.data / "keys", settings.secret())
    assert [holder.ends is not None for holder in keyring.holders()] == [True, True]
    assert planners(settings) == 1, "the secretary plans the next meeting alone"
    status, said = run(settings, "init", "--import", str(pack))
    assert (status, said.count("\n"), "để nguyên" in said) == (0, 1, True), said


def test_the_command_for_keys_lists_renews_and_founds(settings: Settings, pack: Path, tmp_path: Path) -> None:
    list(initialise(settings, "ba ba ba ba ba ba"))
    run(settings, "import", str(pack))
    assert planners(settings) == 0, "to import a folder gives nobody a right of the office"
    status, said = run(settings, "keys")
    assert (status, said.count("chưa có chứng thư số")) == (0, 2), said
    status, said = run(settings, "keys", "--renew")
    assert (status, "Cần cụm từ mật khẩu" in said) == (1, True), "nobody is asked who is not there"
    words = tmp_path / "words"
    words.write_text("ba ba ba ba ba be\n")
    status, said = run(settings, "keys", "--renew", "--passphrase-file", str(words))
    assert (status, "chưa đúng" in said) == (1, True), said
    words.write_text("ba ba ba ba ba ba\n")
    status, said = run(settings, "keys", "--renew", "--passphrase-file", str(words))
    assert (status, said.count("Đã cấp chứng thư số")) == (0, 2), said
    status, said = run(settings, "keys", "--new-authority")
    assert (status, said.count("Đã cấp chứng thư số"), "Chỉ hiện một lần" in said) == (0, 2, True), said


def test_another_person_under_a_known_account_is_refused_and_nothing_is_partly_imported(
    settings: Settings, pack: Path
) -> None:
    list(initialise(settings))
    installation = Installation(settings)
    try:
        list(installation.import_pack(pack, ""))
        other = Path(shutil.copytree(pack, pack.parent / "another-board"))
        people = other / "people.csv"
        lines = people.read_text("utf-8").splitlines()
        name = next(cell for cell in lines[1].split(",") if " " in cell)
        people.write_text("\n".join([lines[0], lines[1].replace(name, "Someone Else"), *lines[2:]]) + "\n", "utf-8")
        agenda = other / "agenda.yaml"
        agenda.write_text(agenda.read_text("utf-8").replace("slug: ", "slug: x"), "utf-8")
        with pytest.raises(Refused) as refused:
            list(installation.import_pack(other, "2027-01-05 08:00"))
        assert code_of(refused) == "packs.other_person"
    finally:
        installation.close()


def test_all_mistakes_in_a_folder_are_reported_and_nothing_is_imported(settings: Settings, pack: Path) -> None:
    list(initialise(settings))
    (pack / "people.csv").write_text("một,hai\n", "utf-8")
    installation = Installation(settings)
    try:
        with pytest.raises(PackProblems) as problems:
            list(installation.import_pack(pack, ""))
        assert problems.value.code == "packs.problems"
    finally:
        installation.close()
    status, said = run(settings, "import", str(pack))
    assert status == 1
    assert "Chưa nhập gì" in said


def test_a_paper_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    paper = tmp_path / "ban-do.pdf"
    with paper.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(Refused) as refused:
        sniff(paper.name, paper)
    assert code_of(refused) == "documents.content_too_large"


def test_a_missing_meeting_is_reported_in_words(settings: Settings, tmp_path: Path) -> None:
    list(initialise(settings))
    file = str(tmp_path / "x")
    for words in (("cards", "khong-co"), ("journal", "khong-co", file), ("export", "khong-co", file)):
        status, said = run(settings, *words)
        assert (status, said) == (1, "Lỗi: Không có phiên họp mã “khong-co”.\n"), words


def test_an_unusable_setting_is_reported_in_words(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(initialise(settings))
    for key, value in (("LOG_LEVEL", "loud"), ("ASYNC_MODE", "fast"), ("ROOM_NETWORKS", "the hall")):
        with monkeypatch.context() as given:
            given.setenv(f"MEETING_{key}", value)
            status, said = run(settings, "journal", "khong-co", str(tmp_path / "x"))
        assert (status, f"“{key.lower()}”" in said) == (1, True), said
    for cert, key in ((tmp_path / "none.pem", tmp_path / "none.key"), (settings.secret_file, "")):
        asked = dataclasses.replace(settings, tls_certificate=str(cert), tls_key=str(key))
        with pytest.raises(BadSettings, match="tls_"):
            asked.tls()


@pytest.mark.parametrize("key", ["", "5e", "5e" * 31, "xy" * 32])
def test_a_damaged_key_is_not_used_as_a_secret(settings: Settings, key: str) -> None:
    list(initialise(settings))
    settings.secret_file.write_text(key)
    for words in (("init",), ("cards", "x")):
        status, said = run(settings, *words)
        assert (status, "secret.key" in said, "64" in said) == (1, True, True), said


def test_nothing_works_before_the_installation_is_made(tmp_path: Path) -> None:
    empty = Settings(data=tmp_path / "nothing")
    status, said = run(empty, "journal", "x", str(tmp_path / "j"))
    assert status != 0
    assert "meeting init" in said
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "secret.key").write_text("5e" * 32)
    with pytest.raises(NotReady, match="meeting init"):
        Installation(Settings(data=tmp_path / "half"))


def test_files_of_an_installation_belong_to_its_owner_only_whatever_was_there(settings: Settings, pack: Path) -> None:
    settings.data.mkdir(exist_ok=True)
    settings.data.chmod(0o755)
    before = os.umask(0o022)
    try:
        run(settings, "init", "--import", str(pack))
        kept = [path for path in settings.data.rglob("*") if "blobs" not in path.parts]
        assert {"secret.key", "authority.key", "people"} <= {path.name for path in kept}
        for path in (settings.data, *kept):
            path.chmod(0o755 if path.is_dir() else 0o644)
        os.umask(0o022)
        list(initialise(settings))
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (settings.data, *kept)} == {0o700, 0o600}
    assert len(settings.secret()) == 32


def test_a_backup_of_any_database_is_restored_as_one_file(settings: Settings, tmp_path: Path) -> None:
    list(initialise(settings, "banh chung nem ran pho ga"))
    installation, file = Installation(settings), tmp_path / "phonghop.backup"
    try:
        list(installation.backup(file))
    finally:
        installation.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    elsewhere = Settings(data=tmp_path / "restored")
    list(restore(elsewhere, file, lambda key: key.opened_by("banh chung nem ran pho ga")))
    restored = Installation(Settings(data=tmp_path / "restored", public_url="http://phonghop.test"))
    try:
        assert list(restored.addresses())
    finally:
        restored.close()
