"""Code, documents and tests agree: settings, commands, refusals, versions."""

import ast
import dataclasses
import importlib
import importlib.metadata
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pysqlite3.dbapi2
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from meeting import features
from meeting.access.policy import TABLE
from meeting.commands import registry
from meeting.commands.hooks import Hook
from meeting.config import BadSettings, Settings, load
from meeting.journal import events
from meeting.kernel.refusals import declared
from meeting.kernel.roles import Role
from meeting.panels import registry as panels
from meeting.work import jobs
from tests.house.contracts import layers
from tests.house.sources import tree_of

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "python-socketio": "5.16.4",
    "python-engineio": "4.15",
    "eventlet": "0.40.3",
    "werkzeug": "3.1.6",
    "flask": "3.1.3",
    "jinja2": "3.1.6",
    "reportlab": "4.0",
    "cryptography": "46.0.7",
    "pillow": "12.3.0",
    "defusedxml": "0.7.1",
    "ldap3": "2.9.1",
}
"""The first version of each package without a known security hole that matters here."""
AVOIDED = ("flask-cors", "svglib", "xhtml2pdf", "pypdf", "pickle5")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def modules() -> list[str]:
    found = pkgutil.walk_packages([str(ROOT / "meeting")], "meeting.")
    return [each.name for each in found if ".migrations" not in each.name and each.name != "meeting.__main__"]


def fields() -> list[str]:
    return [field.name for field in dataclasses.fields(Settings) if field.name != "data"]


# settings


def test_the_readme_documents_every_setting_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", readme, flags=re.MULTILINE))
    assert documented == set(fields())


def test_every_setting_says_what_it_is_for() -> None:
    source = inspect.getsource(Settings)
    for name in fields():
        assert re.search(rf'^    {name}: .*\n    """.+"""', source, flags=re.MULTILINE), name


def test_a_setting_comes_from_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "meeting.toml").write_text('port = 9000\nhost = "127.0.0.1"\nbehind_proxy = "10.1.1.1"\n')
    found = load(tmp_path, {"MEETING_PORT": "9100", "MEETING_TICK_MS": "100"})
    assert (found.port, found.host, found.behind_proxy, found.tick_ms) == (9100, "127.0.0.1", "10.1.1.1", 100)


@pytest.mark.parametrize(
    "text",
    [
        "prot = 9000",
        "port = true",
        'port = "many"',
        'behind_proxy = "perhaps"',
        "behind_proxy = true",
        'proxy_papers = "papers"',
        "host = 5",
        "port = [1]",
        "port =",
        "port = 9.5",
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "meeting.toml").write_text(text)
    with pytest.raises(BadSettings, match=text.partition(" ")[0] if not text.endswith("=") else "meeting.toml"):
        load(tmp_path, {})


def test_an_installation_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="meeting init"):
        load(tmp_path, {}).secret()


# commands, events, refusals

COMMANDS_APART = (
    *("approving", "arranging", "basis", "cards", "chair", "correcting", "devices", "doors", "groups"),
    *("hand_entries", "mandates", "notices", "officers_cards", "on_paper", "ordering", "pausing", "placing"),
    *("planning_sittings", "pointing", "publishing", "rechecking", "restoring", "seating", "seats", "second"),
    *("substituting", "templates", "units", "wheel"),
)
"""Subjects of a feature whose commands are in a separate file, above its `commands.py`."""

DECIDED_ABOVE = {
    "feedback.send": "meeting.help.remarks",  # help knows its subjects
    "attendance.mark_left": "meeting.conduct.presence",
    "attendance.undo_arrival": "meeting.conduct.presence",
    "kiosk.read_at_door": "meeting.conduct.at_door",
    "documents.withdraw_secret": "meeting.conduct.papers_of_units",
    "documents.confirm_secret": "meeting.conduct.papers_of_units",
    "people.dissolve_unit": "meeting.conduct.papers_of_units",
    "people.issue_card": "meeting.conduct.cards",
    "speaking.give_floor": "meeting.conduct.floor",
    "speaking.resume_speech": "meeting.conduct.floor",
}
"""Requests of a feature that depend on features above it: `conduct` handles them and calls all of these directly."""


@pytest.mark.parametrize("name", sorted(registry.registered()))
def test_a_command_is_explained_and_decided(name: str) -> None:
    cls = registry.registered()[name]
    handler = registry._HANDLERS.known[cls][0]
    for each in (cls, handler):
        assert each.__doc__
        assert not each.__doc__.startswith(cls.__name__), "msgspec's own words are no explanation"
    feature = name.partition(".")[0]
    assert handler.__module__ == DECIDED_ABOVE.get(name, cls.__module__)
    place, _, stage = cls.__module__.removeprefix(f"meeting.{feature}.").partition(".")
    assert place in ("commands", *COMMANDS_APART)
    assert not stage or place == "commands", "a folder of commands has a file per stage"


def test_every_definition_of_a_module_is_listed() -> None:
    """A command, event, panel or job that features.py does not list would not exist."""
    features.register_jobs()
    for registry_ in (registry._COMMANDS, registry._HANDLERS, events._KINDS, panels._PANELS, jobs._KINDS):
        defined = {key for each in registry_._defined.values() for key in each}
        assert defined == set(registry_.known)


def test_a_feature_lists_the_hooks_that_it_answers() -> None:
    """A feature asks those above it at only a few moments, and somebody answers each."""
    found = [value for name in modules() for value in vars(importlib.import_module(name)).values()]
    hooks = {id(value): value for value in found if isinstance(value, Hook)}.values()
    assert 0 < len(hooks) <= 3, "what needs several features is decided in conduct/"
    assert all(hook.answers for hook in hooks)


def test_besides_hooks_features_set_three_things_of_modules_below() -> None:
    """Each is one function, so none is a list: who sits where, the words of a body, and what describes the meeting to
    every panel."""
    changed = re.compile(r"^\s+global (\w+)", re.MULTILINE)
    found = {name for path in (ROOT / "meeting").rglob("*.py") for name in changed.findall(path.read_text("utf-8"))}
    assert found == {"_find_seat", "_find_words", "_frame"}


def test_every_event_of_a_meeting_is_shown_by_some_panel() -> None:
    told = {kind for kind, cls in events.registered().items() if not panels.showing(cls)}
    offices = (
        "people.",
        "register.",
        "roster.",
        "directory.",
        "backup.",
        "network.",
        "settings.",
        "entrance.",
        "catalogue.",
        "feedback.",
    )
    of_the_office = {kind for kind in told if kind.startswith((*offices, "lawbook.", "contributions.", "planning."))}
    assert told == of_the_office | {
        "agenda.meeting_planned",
        "agenda.approval_required",
        *(f"agenda.changes_{what}" for what in ("submitted", "approved", "returned")),
        "witness.key_named",
        *("deadlines.lateness_explained", "deadlines.conclusion_issued"),
    }


def test_every_panel_has_its_template() -> None:
    for each in panels.registered().values():
        assert (ROOT / "templates" / each.template).is_file()


def test_every_role_has_a_line_in_the_policy() -> None:
    assert set(TABLE) == set(Role)


def test_every_refusal_is_met_by_some_test() -> None:
    """By its code. A refusal that no test meets may be one that nobody can meet."""
    written = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))
    names = {code: (f'"{code}"', f'"{code.removeprefix("documents.content_")}"') for code in declared()}
    unmet = [code for code, written_as in names.items() if not any(name in written for name in written_as)]
    assert unmet == []


def test_a_refusal_has_a_status_of_http_and_a_sentence() -> None:
    for code, (status, sentence) in declared().items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", code)
        assert 400 <= status < 600
        assert sentence[0].isupper() or sentence.startswith(("{", "“"))
        assert sentence.endswith((".", "}", "”")), code


def refusals_by_module() -> Iterator[tuple[str, str]]:
    """The folder of a module, and the code of each refusal that it declares."""
    for path in sorted((ROOT / "meeting").rglob("*.py")):
        for call in ast.walk(tree_of(path)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "declare":
                yield path.relative_to(ROOT / "meeting").parts[0], str(ast.literal_eval(call.args[0]))


def test_a_refusal_has_the_name_of_its_folder_or_of_one_below() -> None:
    """Those of the kernel are everybody's, and have the names of those who refuse most."""
    heights = layers()
    named = [(folder, code) for folder, code in refusals_by_module() if folder != "kernel"]
    assert named
    assert [(folder, code) for folder, code in named if heights.get(code.partition(".")[0], 1) > heights[folder]] == []


# the code itself


@pytest.mark.parametrize("name", modules())
def test_a_module_says_what_it_promises(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, "a module opens with what it promises"


def test_nothing_is_left_to_do_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = [path for folder in ("meeting", "templates", "static/js") for path in (ROOT / folder).rglob("*.*")]
    left = [
        str(path)
        for path in files
        if path.suffix in (".py", ".html", ".js", ".css") and marks.search(path.read_text("utf-8"))
    ]
    assert left == []


# versions


@pytest.mark.parametrize(("package", "floor"), sorted(FLOORS.items()))
def test_a_package_is_newer_than_its_known_holes(package: str, floor: str) -> None:
    assert Version(importlib.metadata.version(package)) >= Version(floor)


def test_sqlite_is_newer_than_its_known_holes() -> None:
    assert pysqlite3.dbapi2.sqlite_version_info >= (3, 51, 3)


@pytest.mark.parametrize("text", PROJECT["dependencies"])
def test_installed_packages_are_those_that_the_project_asks_for(text: str) -> None:
    wanted = Requirement(text)
    assert wanted.specifier.contains(importlib.metadata.version(wanted.name))


def test_a_package_is_pinned_in_one_lock_file_only() -> None:
    room, tests = (
        set(re.findall(r"^[\w.-]+(?===)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-test.lock")
    )
    assert room and tests and not room & tests


def test_no_unused_package_is_asked_for() -> None:
    names = {Requirement(text).name.lower() for text in PROJECT["dependencies"]}
    assert not names & set(AVOIDED)


def test_the_browser_side_is_newer_than_its_known_holes() -> None:
    import json

    lock = json.loads((ROOT / "static/vendor/vendor.lock.json").read_text())
    versions = {package["name"]: Version(package["version"]) for package in lock}
    assert versions["pdfjs-dist"] >= Version("4.2.67")
    assert versions["socket.io-client"] >= Version("4.8")
