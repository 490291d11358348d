"""The office's own edition: another edition with changed values in one body's rules, and a reason.

The result is text in the same form as a file written by hand, and is read as strictly. Every changed rule is marked as
to be confirmed, whatever its grade was: the program has not read the office's paper.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import yaml

from meeting.kernel.languages import Language
from meeting.kernel.words import Phrase
from meeting.law.edition import UNSAID_REMOTE, DayUnit, Edition, Preset, Sourced, UnknownRule
from meeting.law.edition_file import EditionProblem, read_edition
from meeting.law.terms import Base, Grade, Rights, Tie

QUORUM = "quorum"
"""The name of the quorum among the names of decisions."""
REMOTE = "remote"
"""The name of the rule for remote points."""
_DECISIONS, _DEADLINES, _USUAL = "decisions", "deadlines", "default_decision"
"""Names in a file."""
OWN = "rieng"
"""The beginning of the ids of editions made on screen."""


class RuleChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """New values of one rule (`rule_names`). Only those that this rule has are used: of the quorum no `base` and no
    `tie`, of the rights at remote points `rights` and `article`, of a deadline `amount`, `unit` and `article`."""

    rule: str
    numerator: int = 0
    denominator: int = 0
    strict: bool = False
    article: str = ""
    base: Base = Base.TOTAL
    tie: Tie = Tie.NONE
    rights: Rights = Rights.EQUAL
    amount: int = 0
    unit: DayUnit = DayUnit.DAYS


def rule_names(body: Preset) -> list[str]:
    """Return the names of the rules that may be changed: the quorum, each kind of decision, each deadline
    (`deadlines.papers`), and the rights at remote points."""
    return [QUORUM, *body.decisions, *(f"{_DEADLINES}.{key}" for key in msgspec.to_builtins(body.deadlines)), REMOTE]


def rule_named(body: Preset, name: str) -> Sourced:
    """Return a rule by its name. Raises UnknownRule when the body does not have it."""
    group, _, key = name.rpartition(".")
    named: dict[str, Sourced] = {QUORUM: body.quorum, REMOTE: body.remote}
    rule = getattr(body.deadlines, key, None) if group == _DEADLINES else (named | body.decisions).get(name)
    if not isinstance(rule, Sourced):
        raise UnknownRule(f"rule: {name}")
    return rule


def free_id(in_force: date, taken: Sequence[str]) -> str:
    """Return a new id, `rieng-2026-01-01-01`. Its name sorts last: of one day's editions the last one counts."""
    begins = f"{OWN}-{in_force.isoformat()}"
    number = 1 + sum(each.startswith(begins) for each in set(taken))
    while f"{begins}-{number:02d}" in taken:
        number += 1
    return f"{begins}-{number:02d}"


def derive(
    base: Edition,
    *,
    edition_id: str,
    title: str,
    in_force: date,
    preset: str,
    changes: Sequence[RuleChange],
    reason: str,
) -> str:
    """Return the text (YAML) of an edition that is `base` with these changes.

    Raises EditionInvalid with every unusable value; UnknownRule for a body or a rule that `base` does not have.
    """
    body = base.preset(preset)
    raw: dict[str, Any] = msgspec.to_builtins(base, builtin_types=(date,))
    raw |= {"id": edition_id, "title": {"vi": title, "en": title}, "in_force": in_force}
    changed = {change.rule for change in changes}
    for key, rules in raw["presets"].items():
        if not rules["exclusions"]:
            del rules["exclusions"]  # a file has no group without an entry
        if base.presets[key].remote == UNSAID_REMOTE and not (key == preset and REMOTE in changed):
            del rules[REMOTE]  # a silent edition stays silent
    mine = raw["presets"][preset]
    for change in changes:
        rule_named(body, change.rule)
        group, _, key = change.rule.rpartition(".")
        among = mine if change.rule in (QUORUM, REMOTE) else mine[_DECISIONS]
        rule = mine[_DEADLINES][key] if group == _DEADLINES else among[change.rule]
        rule |= {field: value for field, value in msgspec.to_builtins(change).items() if field in rule}
        rule |= {"grade": str(Grade.INFERENCE), "source": reason}
    text: str = yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)
    read_edition(text, edition_id)
    return text


def really_changed(base: Edition, preset: str, changes: Sequence[RuleChange]) -> list[RuleChange]:
    """Return the changes that differ from the rules of `base`."""
    body = base.preset(preset)
    found = []
    for change in changes:
        rule = rule_named(body, change.rule)
        fields = [field for field in RuleChange.__struct_fields__ if hasattr(rule, field)]
        stands, wanted = (
            RuleChange(change.rule, **{field: getattr(each, field) for field in fields}) for each in (rule, change)
        )
        if wanted != stands:
            found.append(wanted)
    return found


def said_of(problems: Sequence[EditionProblem], body: Preset) -> Phrase:
    """Return what is wrong, each with the title of its rule, for people who see titles and not the file."""
    told = [(_title(problem.key, body), problem) for problem in problems]
    vi, en = ("; ".join(f"{title.say(lang)}: {words.say(lang)}" for title, words in told) for lang in Language)
    return Phrase(vi=f"{vi}.", en=f"{en}.")


def _title(key: str, body: Preset) -> Phrase:
    """Return the title of the rule at a key: `presets.ubnd.decisions.procedural.tie` is the procedural decision,
    `presets.ubnd.quorum` the quorum, `presets.ubnd.deadlines.papers.amount` the deadline for papers."""
    _, _, group, *path = key.split(".")
    if group == _USUAL:
        return body.decisions[body.default_decision].title
    name = path[0] if group == _DECISIONS else f"{group}.{path[0]}" if group == _DEADLINES else group
    return rule_named(body, name).title
