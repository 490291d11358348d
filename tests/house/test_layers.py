"""The contracts of imports hold every module that they are meant for, also one that is added later."""

import re

import pytest

from meeting.commands import registry as commands
from meeting.panels import registry as panels
from tests.house.contracts import ROOT, contract, contracts, covers, graph, rows

OURS = {"meeting.paper.finish", "meeting.office.workbook", "meeting.minutes.roll_apart"}
"""What only writes, or opens what this program has drawn a moment before."""
INSIDE = {
    "meeting.documents.content.acting",
    "meeting.documents.content.archive",
    "meeting.documents.content.sniff",
    "meeting.proof.printed",
    "meeting.proof.record",
    "meeting.proof.verify",
    "meeting.search.stamps",
}
"""What programs in the jail are made of, besides the modules that start there."""


def is_apart(module: str) -> bool:
    return module.endswith("_apart")


def test_programs_that_read_foreign_files_are_only_started_apart() -> None:
    ignored = {line.partition(" ->")[0] for line in contract("Files from outside")["ignore_imports"]}
    assert {module for module in ignored if not is_apart(module)} <= INSIDE | OURS
    apart = {module for module in graph().modules if is_apart(module)} | INSIDE
    reached = {
        f"{importer} -> {module}"
        for module in apart
        for importer in graph().find_modules_that_directly_import(module) - apart
    }
    assert reached == set()


@pytest.mark.parametrize("begins", ["Shared screens", "Below the doors"])
def test_the_contracts_cover_every_module_with_a_command_or_a_panel(begins: str) -> None:
    """`meeting.*.commands` alone missed those that have another name."""
    defining = {*commands._COMMANDS._defined, *commands._HANDLERS._defined, *panels._PANELS._defined}
    ours = {module for module in defining if module.startswith("meeting.")}
    assert len(ours) > 70
    sources = contract(begins)["source_modules"]
    assert {module for module in ours if not any(covers(source, module) for source in sources)} == set()


def test_the_contracts_keep_every_module_of_rules_pure() -> None:
    sources = contract("Rules are pure")["source_modules"]
    rules = {module for module in graph().modules if module.endswith(("_rules", ".rules"))}
    assert {module for module in rules if not any(covers(source, module) for source in sources)} == set()


def test_the_contracts_cover_the_inner_order_of_every_feature() -> None:
    """`journal` alone has a module of events that is the list of all features' events."""
    inner = {module.rpartition(".") for module in graph().modules if module.count(".") == 2}
    features = {folder for folder, _, name in inner if name in ("commands", "events")} - {"meeting.journal"}
    assert features - set(contract("Inside a feature")["containers"]) == set()


def test_the_picture_of_the_layers_is_the_contract() -> None:
    """CONTRIBUTING.md draws what pyproject.toml holds: a reader believes the picture."""
    _, _, after = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("Imports go down only")
    picture = after.split("```")[1]
    drawn = [re.split(r"\s{2,}", line)[0] for line in picture.strip().splitlines() if not line.startswith(" ")]
    assert [line.split(" | ") for line in drawn] == [row for row in rows() if row != ["__main__"]]


def test_an_exception_that_nothing_uses_is_an_error() -> None:
    """As it is unless a contract says otherwise: what once was allowed would stay allowed unseen."""
    quiet = [each["name"] for each in contracts() if "unmatched_ignore_imports_alerting" in each]
    assert quiet == []
