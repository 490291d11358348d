"""Templates are compiled once for all processes, and a changed template is always shown as it is now."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from meeting.kernel.compiled import Compiled


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one template; another process keeps what it compiles, as programs do by default."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr("meeting.kernel.compiled.asset_root", lambda: tmp_path)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "greeting.html").write_text("Kính chào {{ name }}")
    return folder


def shown(templates: Path, kind: str = "pages") -> str:
    """What a process shows that has just begun."""
    environment = Environment(loader=FileSystemLoader(templates), bytecode_cache=Compiled(kind), autoescape=True)
    return environment.get_template("greeting.html").render(name="<Lan>")


def test_the_next_process_uses_compiled_templates(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(templates) == "Kính chào &lt;Lan&gt;"
    monkeypatch.setattr(Environment, "_parse", None)
    assert shown(templates) == "Kính chào &lt;Lan&gt;"


def test_a_changed_template_is_shown_as_it_is_now(templates: Path) -> None:
    shown(templates)
    (templates / "greeting.html").write_text("Chào {{ name }}")
    assert shown(templates) == "Chào &lt;Lan&gt;"


def test_environments_of_another_kind_do_not_share_them(templates: Path) -> None:
    shown(templates)
    shown(templates, "panels")
    assert sorted(path.name.partition("-")[0] for path in (templates / "__pycache__").iterdir()) == ["pages", "panels"]


def test_a_template_is_shown_where_nothing_compiled_is_usable_or_writable(templates: Path) -> None:
    shown(templates)
    (kept,) = (templates / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert shown(templates) == "Kính chào &lt;Lan&gt;"
    kept.unlink()
    kept.parent.rmdir()
    kept.parent.write_text("in the way")
    assert shown(templates) == "Kính chào &lt;Lan&gt;"
