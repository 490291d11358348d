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
from meeting.law.edition import UNSAID_REMOTE, Edition, Preset
from meeting.law.edition_file import EditionProblem, read_edition
from meeting.law.terms import Base, Grade, Rights, Tie

QUORUM = "quorum"
"""The name of the quorum among the names of decisions."""
REMOTE = "remote"
"""The name of the rule for remote points."""
OWN = "rieng"
"""The beginning of the ids of editions made on screen."""


class RuleChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """New values of one rule: a kind of decision, the quorum (no `base`, no `tie`), or the rights at remote points.

    For the rights at remote points only `rights` and `article` are used.
    """

    rule: str
    numerator: int = 0
    denominator: int = 0
    strict: bool = False
    article: str = ""
    base: Base = Base.TOTAL
    tie: Tie = Tie.NONE
    rights: Rights = Rights.EQUAL


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
        if change.rule not in (QUORUM, REMOTE):
            body.terms(change.rule)
        rule = mine["decisions"][change.rule] if change.rule not in (QUORUM, REMOTE) else mine[change.rule]
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
        if change.rule == REMOTE:
            stands = RuleChange(REMOTE, article=body.remote.article, rights=body.remote.rights)
            change = RuleChange(REMOTE, article=change.article, rights=change.rights)  # noqa: PLW2901
        elif change.rule == QUORUM:
            rule: Any = body.quorum
            stands = RuleChange(QUORUM, rule.numerator, rule.denominator, rule.strict, rule.article)
            change = msgspec.structs.replace(change, base=Base.TOTAL, tie=Tie.NONE)  # noqa: PLW2901
        else:
            rule = body.terms(change.rule)
            stands = RuleChange(
                change.rule, rule.numerator, rule.denominator, rule.strict, rule.article, rule.base, rule.tie
            )
        if change != stands:
            found.append(change)
    return found


def said_of(problems: Sequence[EditionProblem], body: Preset) -> Phrase:
    """Return what is wrong, each with the title of its rule, for people who see titles and not the file."""
    told = [(_title(problem.key, body), problem) for problem in problems]
    vi, en = ("; ".join(f"{title.say(lang)}: {words.say(lang)}" for title, words in told) for lang in Language)
    return Phrase(vi=f"{vi}.", en=f"{en}.")


def _title(key: str, body: Preset) -> Phrase:
    """Return the title of the rule at a key: `presets.ubnd.decisions.procedural.tie` is the procedural decision,
    `presets.ubnd.quorum` the quorum."""
    _, _, *path = key.split(".")
    named = {QUORUM: body.quorum, REMOTE: body.remote, "default_decision": body.decisions[body.default_decision]}
    rule: Any = named.get(path[0]) or body.decisions[path[1]]
    title: Phrase = rule.title
    return title
