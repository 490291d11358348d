"""Rules on screen: each edition in words, two side by side, and a form for the office's own edition."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import flask
from flask import Blueprint
from sqlalchemy import select
from werkzeug.wrappers import Response

from meeting.commands import caps
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_FOUND, Refused, _l
from meeting.kernel.text import Cap, clean
from meeting.law import editions
from meeting.law.edition import DayUnit, Edition, Preset, Sourced, UnknownRule
from meeting.law.own import OWN, QUORUM, REMOTE, rule_named, rule_names
from meeting.law.spoken import rule_spoken
from meeting.law.terms import Base, Rights, Tie
from meeting.lawbook.commands import MakeEdition
from meeting.lawbook.files import put_down
from meeting.lawbook.tables import OwnEdition
from meeting.office.door import done, hand_in, page, require_administrator, told
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("law", __name__)
caps.form("lawbook.form", article=Cap("Điều, khoản", 300))

MADE = _l("Đã lập bộ quy định riêng. Phiên họp lập từ nay cho những ngày ấy theo bộ này.")


@dataclasses.dataclass(frozen=True)
class RuleOnPage:
    """A rule as a page shows it. `key`: its name (`rule_names`)."""

    key: str
    title: str
    words: str
    article: str
    source: str
    confirm: bool
    values: dict[str, Any]


@blueprint.get("/law")
def law() -> str:
    """Show every edition, the latest first, and which one is in force today."""
    require_administrator()
    with site().database.read() as db:
        reasons = {row.id: row for row in db.scalars(select(OwnEdition))}
    today = local(current.now()).date()
    try:
        now = editions.edition_on(today).id
    except UnknownRule:
        now = ""
    every = editions.editions()[::-1]
    return page("office/law.html", editions=every, now=now, own=reasons, is_own=_is_own, say=_say)


@blueprint.get("/law/<edition_id>")
def edition(edition_id: str) -> str:
    """Show one edition, body by body. With `beside`, another edition is shown next to it."""
    require_administrator()
    found, other = _edition(edition_id), flask.request.args.get("beside", "")
    beside = _edition(other) if other else None
    bodies = [(key, preset, _rules(preset), _beside(beside, key)) for key, preset in found.presets.items()]
    every = [each for each in editions.editions() if each.id != found.id]
    return page("office/law_edition.html", edition=found, bodies=bodies, beside=beside, others=every, say=_say)


@blueprint.get("/law/<edition_id>/new")
def new_edition(edition_id: str) -> str:
    """Show the form with every rule of one body (`body`) and its values."""
    require_administrator()
    return _form(edition_id, flask.request.args.get("body", ""), {}, "")


@blueprint.post("/law/<edition_id>/new")
def make_edition(edition_id: str) -> Response | tuple[str, int]:
    """Make it, or show the form again with the typed values and the reason for the refusal."""
    require_administrator()
    form = flask.request.form
    body = form.get("body", "")
    typed = {name: clean(value) for name, value in form.items()}
    try:
        rules = rule_names(_edition(edition_id).preset(body))
        typed |= _articles(rules)
        hand_in(
            MakeEdition,
            base=edition_id,
            preset=body,
            title=typed.get("title", ""),
            in_force=typed.get("in_force", ""),
            reason=typed.get("reason", ""),
            changes=[_change(key, typed) for key in rules],
        )
    except UnknownRule:
        raise Refused(NOT_FOUND) from None
    except Refused as refused:
        return _form(edition_id, body, typed, told(refused)), refused.status
    with site().database.read() as db:
        put_down(db, site().settings.law)
    editions.keep_office(site().settings.law)
    return done(MADE, "/law")


def _change(key: str, typed: dict[str, str]) -> dict[str, Any]:
    """Return the values of one rule as the form sent them. An invalid number becomes one that no vote reaches."""
    if key == REMOTE:
        rights = typed.get(f"{REMOTE}-rights", "")
        known = rights if rights in set(Rights) else str(Rights.EQUAL)
        return {"rule": REMOTE, "article": typed.get(f"{REMOTE}-article", ""), "rights": known}
    at_least, base = typed.get(f"{key}-how", ""), typed.get(f"{key}-base", "")
    tie, unit = typed.get(f"{key}-tie", ""), typed.get(f"{key}-unit", "")
    return {
        "rule": key,
        "numerator": _number(typed.get(f"{key}-numerator", "")),
        "denominator": _number(typed.get(f"{key}-denominator", "")),
        "strict": at_least == "more",
        "article": typed.get(f"{key}-article", ""),
        "base": base if base in set(Base) else str(Base.TOTAL),
        "tie": tie if tie in set(Tie) else str(Tie.NONE),
        "amount": _number(typed.get(f"{key}-amount", "")),
        "unit": unit if unit in set(DayUnit) else str(DayUnit.DAYS),
    }


def _articles(rules: Sequence[str]) -> dict[str, str]:
    """Return the typed articles, one for each rule in order."""
    sent = flask.request.form.getlist("article")
    return {f"{key}-article": clean(article) for key, article in zip(rules, sent, strict=False)}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _form(edition_id: str, body: str, typed: dict[str, str], problem: str) -> str:
    found = _edition(edition_id)
    if body not in found.presets:
        raise Refused(NOT_FOUND)
    preset = found.presets[body]
    today = local(current.now()).date().isoformat()
    model: dict[str, Any] = {"today": today, "rules": _rules(preset), "say": _say, "QUORUM": QUORUM, "REMOTE": REMOTE}
    return page("office/law_new.html", edition=found, body=body, preset=preset, typed=typed, problem=problem, **model)


def _edition(edition_id: str) -> Edition:
    try:
        return editions.edition(edition_id)
    except UnknownRule:
        raise Refused(NOT_FOUND) from None


def _rules(preset: Preset) -> list[RuleOnPage]:
    rules = {name: rule_named(preset, name) for name in rule_names(preset)}
    return [_rule(name, rule, _say(rule_spoken(rule, preset))) for name, rule in rules.items()]


def _rule(key: str, rule: Sourced, words: str) -> RuleOnPage:
    fields = ("numerator", "denominator", "strict", "base", "tie", "rights", "amount", "unit")
    values = {name: getattr(rule, name, "") for name in fields}
    return RuleOnPage(key, _say(rule.title), words, rule.article, rule.source, rule.confirm, values)


def _beside(other: Edition | None, key: str) -> dict[str, RuleOnPage]:
    """Return the rules of the same body in another edition, by name; empty when the edition lacks the body."""
    if other is None or key not in other.presets:
        return {}
    return {rule.key: rule for rule in _rules(other.presets[key])}


def _is_own(edition_id: str) -> bool:
    return edition_id.startswith(OWN)


def _say(phrase: Any) -> str:
    return str(phrase.say(current.language()))
