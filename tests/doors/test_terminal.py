"""What the terminal says: in Vietnamese, the password and the next steps last, one code to scan."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from meeting.cli import main
from meeting.cli.founding import initialise
from meeting.cli.installation import Installation
from meeting.cli.welcome import other_addresses
from meeting.config import Settings
from meeting.kernel.command_words import WORDS

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|error|missing|invalid|argument|directory|does not|is not|in the|show|no such"
    r"|try|file)\b",
    re.IGNORECASE,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "var", port=8123, public_url="http://phonghop.test")


def says(*words: str) -> str:
    return CliRunner().invoke(main, list(words)).output


def asked_wrong(command: click.Command, *before: str) -> Iterator[tuple[str, ...]]:
    """Yield for every command: its help, and every kind of mistake with its own arguments and options."""
    yield *before, "--help"
    yield *before, "--none-such"
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from asked_wrong(inner, *before, name)
        return
    yield *before, *["x"] * 9
    for each in command.params:
        if each.required:
            yield before
        if isinstance(each, click.Option) and not isinstance(each.type, click.types.BoolParamType):
            yield *before, each.opts[-1]
            if getattr(each.type, "exists", False) or isinstance(each.type, click.types.IntParamType):
                yield *before, each.opts[-1], "/nowhere/x"
            if isinstance(each.type, click.IntRange):
                yield *before, each.opts[-1], "999999"
        elif isinstance(each, click.Option) and each.is_flag:
            yield *before, f"{each.opts[-1]}=x"


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("import", "--help"),
        ("verify", "-h"),
        ("impot",),
        ("import",),
        ("import", "/nowhere/at/all"),
        ("verify", "/nowhere.pdf"),
        ("cards", "x", "y"),
        ("cards", "--person"),
        ("run", "--loud"),
        *asked_wrong(main),
    ],
)
def test_the_command_line_speaks_vietnamese(words: tuple[str, ...]) -> None:
    said = says(*words)
    assert said
    first = [line.split("  ")[0] for line in re.findall(r"^(?:Cách dùng: main |  (?=-))(.+)$", said, re.MULTILINE)]
    marks = {mark for line in first for mark in re.findall(r"(?<![\w“])[A-Z]{2,}(?!\w)", line)}
    assert marks <= {"DO", "THAM"}, "add them to _MARKS"  # of LÝ-DO, THAM-SỐ
    named = re.sub(r"main [a-z -]+|--?[a-z-]+|“[^”]*”|'[^']*'|meeting\.toml|^  [a-z]+  ", "", said, flags=re.MULTILINE)
    assert not ENGLISH.search(named), said


def test_every_quoted_part_of_a_sentence_is_in_its_translation() -> None:
    for english, ours in WORDS.items():
        named = set(re.findall(r"\{(\w+)", ours))
        assert named <= set(re.findall(r"\{(\w+)", english)), english


def test_only_the_first_start_ends_with_three_steps_and_the_password(
    settings: Settings,
) -> None:
    made = "\n".join(initialise(settings))
    password = re.findall(r"mật khẩu “([^”]+)”", made)[0]
    installation = Installation(settings)
    said = "\n".join(installation.import_pack(ROOT / "agendas" / "ubnd-mau", ""))
    assert "Không có thẻ: Đào Minh Khôi (quản trị" in said, "fourteen people, thirteen cards"
    first, again = list(installation.addresses()), list(installation.addresses())
    installation.close()
    assert password in first[-1]
    steps = [line[:4] for line in first[-6:]]
    assert [step for step in steps if step.strip().endswith(".")] == ["  1.", "  2.", "  3."]
    assert sum("█" in part for part in first) == 1, "one code to scan"
    assert "ubnd-mau.html" in "\n".join(first)
    assert sum("Chưa có HTTPS" in line for line in first) == 1
    assert password not in "\n".join(again)
    assert not [path for path in settings.data.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]


def test_a_server_in_two_networks_offers_its_other_address(settings: Settings) -> None:
    base = "http://192.168.1.10:8123"
    said = "\n".join(other_addresses(settings, base, ["192.168.1.10", "10.9.8.7"]))
    assert 'public_url = "http://10.9.8.7:8123"' in said
    assert list(other_addresses(settings, base, ["192.168.1.10"])) == []


def test_installing_says_so_before_it_begins() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("$(VENV)/made:")[2].splitlines()
    assert "Đang cài đặt, 1–3 phút…" in recipe[1]
