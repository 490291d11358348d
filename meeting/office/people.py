"""People on screen: the list with its search, adding, correcting, retiring. Every form works without scripts."""

from typing import Any

import flask
from flask import Blueprint
from msgspec.structs import asdict
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.tables import conducted_live
from meeting.catalogue import tables as catalogue
from meeting.catalogue.rules import Kind
from meeting.commands import caps
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import Cap, clean
from meeting.office.door import done, hand_in, number, page, require_reach, require_reached, told
from meeting.office.models import LOOSE, PeopleFilter, all_groups, people_model, person_model
from meeting.people.commands import (
    AddPerson,
    ChangePerson,
    GiveAccount,
    ReportLost,
    RetirePerson,
    ReturnPerson,
    SetAdmin,
    SetPlanner,
    SignOut,
    SignOutDevice,
)
from meeting.people.groups import ChooseGroups
from meeting.people.particulars import EMPTY, Particulars
from meeting.people.rules import CHANGED_MEANWHILE
from meeting.people.scope import check_door_reached
from meeting.people.second import ResetSecond
from meeting.people.tables import find_person
from meeting.people.unit_tables import find_unit, tree
from meeting.people.units import SetUnitAdmin
from meeting.register.commands import RevokeCertificates
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("people", __name__)
caps.form("people.find", words=Cap("Từ cần tìm", 200))

LABELS = {field: cap.label for field, cap in caps.own_caps(Particulars).items()}
PRINTED_UNIT = _l("Đơn vị ghi trong biên bản")
ADDED = _l("Đã thêm vào danh sách. Cấp thẻ để người này đăng nhập được.")
ADDED_GUEST = _l("Đã thêm vào danh sách. Khách không có tài khoản thì không đăng nhập.")
SAVED = _l("Đã lưu.")
GIVEN = _l("Đã cấp tài khoản. Cấp thẻ để người này đăng nhập được.")
MADE_ADMIN = _l("Đã giao quyền quản trị.")
NO_ADMIN = _l("Đã thôi quyền quản trị.")
MADE_PLANNER = _l("Đã giao quyền lập phiên họp.")
NO_PLANNER = _l("Đã thôi quyền lập phiên họp.")
MADE_UNIT_ADMIN = _l("Đã giao quyền quản trị đơn vị.")
NO_UNIT_ADMIN = _l("Đã thôi quyền quản trị đơn vị.")
OUT = _l("Đã đăng xuất mọi máy của người này. Thẻ vẫn dùng được.")
OUT_THERE = _l("Đã đăng xuất máy đó.")
LOST = _l("Đã khóa thẻ và PIN, đăng xuất mọi máy. Cấp thẻ mới khi người này cần đăng nhập.")
REVOKED = _l("Đã thu hồi chứng thư số. Người này không ký được cho đến khi có thẻ mới.")
GONE = _l("Đã cho nghỉ. Thẻ hết hiệu lực, mọi máy đã đăng xuất.")
BACK = _l("Đã đưa trở lại danh sách. Cấp thẻ mới để người này đăng nhập được.")
SECOND_GONE = _l("Đã bỏ xác nhận hai bước của người này và đăng xuất mọi máy. Nhắc họ đặt lại.")
CHOSEN = _l("Đã lưu nhóm.")


@blueprint.get("/people")
def people() -> str:
    """Show people, fifty at a time, by given name; `words`, `group`, `unit`, `retired=1` and `page` filter."""
    reach = require_reach()
    asked = flask.request.args
    sought = PeopleFilter(
        words=clean(asked.get("words", "")[: caps.limit("people.find", "words")]),
        retired=bool(asked.get("retired")),
        group_id=number(asked.get("group"), 0) or None,
        unit=asked.get("unit", "")[:9],
        page=number(asked.get("page")),
    )
    with site().database.read() as db:
        model = people_model(db, sought, reach)
        groups = all_groups(db) if reach is None else []
        return page("office/people.html", sought=sought, groups=groups, units=tree(db, reach), LOOSE=LOOSE, **model)


@blueprint.get("/people/new")
def new_person() -> str:
    """Show an empty form."""
    require_reach()
    return _new_page({"account": ""})


@blueprint.post("/people/new")
def add_person() -> Response | tuple[str, int]:
    """Add a person, or show the form again with the typed values and the reason for the refusal."""
    require_reach()
    typed = _typed() | {"account": flask.request.form.get("account", "")}
    account = clean(typed["account"]).lower()
    try:
        reply = hand_in(AddPerson, account=account, particulars=_particulars(typed, EMPTY), **_unit(typed))
    except Refused as refused:
        return _new_page(typed, told(refused)), refused.status
    return done(ADDED if account else ADDED_GUEST, f"/people/{reply.made['person_id']}")


@blueprint.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    """Show a person, with everything that can be done about them."""
    require_reached(person_id)
    return _page(person_id)


@blueprint.post("/people/<int:person_id>")
def change_person(person_id: int) -> Response | tuple[str, int]:
    """Correct a person. If somebody else has corrected them meanwhile, their text is shown beside the typed one."""
    require_reached(person_id)
    typed = _typed()
    version = number(flask.request.form.get("version"), 0)
    with site().database.read() as db:
        before = find_person(db, person_id).particulars
    try:
        particulars = _particulars(typed, before)
        hand_in(ChangePerson, person_id=person_id, version=version, particulars=particulars, **_unit(typed))
    except Refused as refused:
        meanwhile = refused.code == CHANGED_MEANWHILE
        return _page(person_id, typed=typed, problem=told(refused), meanwhile=meanwhile), refused.status
    return done(SAVED, f"/people/{person_id}")


@blueprint.post("/people/<int:person_id>/account")
def give_account(person_id: int) -> Response | tuple[str, int]:
    """Give an account to a person without one."""
    account = clean(flask.request.form.get("account", "")).lower()
    return _act(person_id, GIVEN, GiveAccount, account=account)


@blueprint.post("/people/<int:person_id>/admin")
def set_admin(person_id: int) -> Response | tuple[str, int]:
    """Give or take the right to administer the office."""
    admin = flask.request.form.get("admin") == "yes"
    return _act(person_id, MADE_ADMIN if admin else NO_ADMIN, SetAdmin, admin=admin)


@blueprint.post("/people/<int:person_id>/planner")
def set_planner(person_id: int) -> Response | tuple[str, int]:
    """Give or take the right to plan meetings."""
    planner = flask.request.form.get("planner") == "yes"
    return _act(person_id, MADE_PLANNER if planner else NO_PLANNER, SetPlanner, planner=planner)


@blueprint.post("/people/<int:person_id>/unit-admin")
def set_unit_admin(person_id: int) -> Response | tuple[str, int]:
    """Make somebody the administrator of a unit, or take that right away."""
    unit_id = number(flask.request.form.get("unit_id"), 0) or None
    return _act(person_id, MADE_UNIT_ADMIN if unit_id else NO_UNIT_ADMIN, SetUnitAdmin, unit_id=unit_id)


@blueprint.post("/people/<int:person_id>/sign-out")
def sign_out(person_id: int) -> Response | tuple[str, int]:
    """Sign a person out on one `device`, or everywhere."""
    if device := flask.request.form.get("device", ""):
        return _act(person_id, OUT_THERE, SignOutDevice, device=device)
    return _act(person_id, OUT, SignOut)


@blueprint.post("/people/<int:person_id>/lost")
def report_lost(person_id: int) -> Response | tuple[str, int]:
    """Report a lost card. The page has explained the consequences; a reason is optional."""
    return _act(person_id, LOST, ReportLost, reason=flask.request.form.get("reason", ""))


@blueprint.post("/people/<int:person_id>/revoke")
def revoke_certificates(person_id: int) -> Response | tuple[str, int]:
    """Revoke a person's certificates, for a reason."""
    return _act(person_id, REVOKED, RevokeCertificates, reason=flask.request.form.get("reason", ""))


@blueprint.post("/people/<int:person_id>/second")
def reset_second(person_id: int) -> Response | tuple[str, int]:
    """Take away the second factor of somebody who has lost it."""
    return _act(person_id, SECOND_GONE, ResetSecond)


@blueprint.post("/people/<int:person_id>/retire")
def retire_person(person_id: int) -> Response | tuple[str, int]:
    """Retire a person."""
    return _act(person_id, GONE, RetirePerson)


@blueprint.post("/people/<int:person_id>/return")
def return_person(person_id: int) -> Response | tuple[str, int]:
    """Take a person back."""
    return _act(person_id, BACK, ReturnPerson)


@blueprint.post("/people/<int:person_id>/groups")
def choose_groups(person_id: int) -> Response | tuple[str, int]:
    """Say in which groups a person is."""
    chosen = [number(each, 0) for each in flask.request.form.getlist("group")]
    return _act(person_id, CHOSEN, ChooseGroups, group_ids=chosen)


def _act(person_id: int, words: str, kind: Any, **fields: object) -> Response | tuple[str, int]:
    """Submit a command about a person. A refusal is shown on their page."""
    require_reached(person_id)
    try:
        hand_in(kind, person_id=person_id, **fields)
    except Refused as refused:
        return _page(person_id, problem=told(refused)), refused.status
    return done(words, f"/people/{person_id}")


def _page(person_id: int, *, typed: dict[str, str] | None = None, problem: str = "", meanwhile: bool = False) -> str:
    with site().database.read() as db:
        who = person_model(db, person_id)
        stands = asdict(find_person(db, person_id).particulars) | {"unit_id": str(who["unit_id"] or "")}
        form = _form(db, stands | (typed or {}))
        conducting = conducted_live(db, person_id)
        signs_out = _may_sign_out(db, person_id)
    told_of = {"stands": stands if meanwhile else {}, "conducting": conducting, "signs_out": signs_out}
    return page("office/person.html", who=who, problem=problem, **form, **told_of)


def _may_sign_out(db: Session, person_id: int) -> bool:
    """Return whether the asker may see and end this person's sign-ins. A unit administrator may not for some people."""
    try:
        check_door_reached(db, current.require_actor(db, None), find_person(db, person_id))
    except Refused:
        return False
    return True


def _new_page(typed: dict[str, str], problem: str = "") -> str:
    with site().database.read() as db:
        form = _form(db, asdict(EMPTY) | {"unit_id": ""} | typed)
    return page("office/new_person.html", problem=problem, **form)


def _form(db: Session, typed: dict[str, str]) -> dict[str, Any]:
    """Return `{typed, labels, offers, units}`: what the fields contain, their names, and what may be chosen in them.

    With a tree of units, `unit` is only the printed one.
    """
    units = tree(db, flask.g.reach)
    titles, bodies = catalogue.of(db, Kind.TITLES), catalogue.of(db, Kind.BODIES)
    offers = {"honorific": ["ông", "bà", "đồng chí"], "title": titles, "unit": bodies}
    labels = LABELS | ({"unit": PRINTED_UNIT} if units else {})
    return {"typed": typed, "labels": labels, "offers": offers, "units": units}


def _typed() -> dict[str, str]:
    """Return the fields that the form has."""
    return {field: flask.request.form[field] for field in (*LABELS, "unit_id") if field in flask.request.form}


def _unit(typed: dict[str, str]) -> dict[str, int | None]:
    """Return the chosen unit. A form without that field leaves it to the text."""
    return {"unit_id": number(typed["unit_id"], 0) or None} if "unit_id" in typed else {}


def _particulars(typed: dict[str, str], before: Particulars) -> dict[str, str]:
    """Return what was typed; what the form lacks stays. A chosen unit is also the printed unit if none was typed."""
    found: dict[str, str] = {field: typed.get(field, text) for field, text in asdict(before).items()}
    if not clean(found["unit"]) and (unit_id := number(typed.get("unit_id"), 0)):
        with site().database.read() as db:
            found["unit"] = find_unit(db, unit_id).title
    return found
