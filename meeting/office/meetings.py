"""Meetings on screen: the list, a new one (empty or from an earlier one), its heading, publishing, withdrawing."""

import dataclasses
from typing import Any

import flask
from flask import Blueprint
from sqlalchemy import select
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability, allowed
from meeting.agenda.approving import RecallSubmission, SubmitMeeting
from meeting.agenda.commands import ChangeMeeting, WithdrawMeeting
from meeting.agenda.publishing import PublishMeeting
from meeting.agenda.rules import CHANGED_MEANWHILE
from meeting.agenda.tables import Meeting, find_meeting, is_approval_required
from meeting.catalogue import tables as catalogue
from meeting.catalogue.rules import Kind
from meeting.commands import caps
from meeting.deadlines.tables import notice_of
from meeting.documents.receiving import SLICE
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import clean
from meeting.law.editions import editions
from meeting.office import heading
from meeting.office.changes import publications, readers, untold_words
from meeting.office.clashes import clashes
from meeting.office.deadlines import conclusion_model, deadlines_model
from meeting.office.door import done, hand_in, number, page, require_maker, require_planner, told
from meeting.office.drafting import make_drafts
from meeting.office.plans import MeetingFilter, meetings_model, plan_model
from meeting.office.press import Press
from meeting.office.search import found_inside
from meeting.office.taking_over import take_over
from meeting.office.whose import asked_for
from meeting.planning.changes import last_change
from meeting.planning.commands import PublishAgain
from meeting.planning.tables import ChangesSubmission, Template, templates
from meeting.planning.templates import DropTemplate, KeepTemplate
from meeting.web import current
from meeting.web.site import site

TEMPLATES = _l("Đã lưu danh sách mẫu.")
blueprint = Blueprint("meetings", __name__)

MADE = _l("Đã lập bản nháp. Tiếp theo: thành phần, chương trình, tài liệu, rồi phát hành.")
SAVED = _l("Đã lưu.")
PUBLISHED = _l("Đã phát hành. Người được mời thấy phiên họp này từ bây giờ.")
SENT = _l("Đã trình. Người duyệt thấy bản nháp này ở trang Hôm nay.")
RECALLED = _l("Đã rút lại. Sửa xong thì trình lại.")
TOLD_AGAIN = _l("Đã báo thay đổi cho mọi người dự. Trang này cho biết ai đã xem.")
WITHDRAWN = _l("Đã hủy. Nếu đã phát hành, người được mời đọc điều này trên trang Hôm nay.")


@blueprint.get("/meetings")
def meetings() -> str:
    """Show meetings by month, coming ones first.

    `past=1`: those that are over; `archived=1`: the locked ones of these.

    `words` searches with or without accents. `whose`: one's own, one's unit's, or all.
    """
    asked = flask.request.args
    sought = MeetingFilter(
        words=clean(asked.get("words", "")[: caps.limit("people.find", "words")]),
        past=bool(asked.get("past")),
        archived=bool(asked.get("past") and asked.get("archived")),
        whose=asked_for(asked.get("whose", "")),
        page=number(asked.get("page")),
    )
    with site().database.read() as db:
        actor = current.require_actor(db, None)
        policy.require(actor, Capability.OWN_SETTINGS)
        sought = dataclasses.replace(sought, inside=found_inside(db, actor, sought.words))
        rights = {"plans": allowed(actor, Capability.PLAN), "administers": allowed(actor, Capability.KEEP_HOUSE)}
        return page("office/meetings.html", sought=sought, **rights, **meetings_model(db, actor, sought))


@blueprint.get("/meetings/new")
def new_meeting() -> str:
    """Show an empty form. With `from` it is filled from an earlier meeting, whose people and items are copied."""
    source = number(flask.request.args.get("from"), 0)
    require_planner(source)
    with site().database.read() as db:
        typed = heading.blank(db, current.language())
        if source:
            typed |= heading.as_typed(find_meeting(db, source)) | dict.fromkeys(("day", "last_day", "slug"), "")
    return _form(typed, source)


@blueprint.post("/meetings/new")
def make_meeting() -> Response | tuple[str, int]:
    """Make the draft. A repeated request continues where the first one stopped."""
    source = number(flask.request.form.get("from"), 0)
    require_planner(source)
    typed = _typed()
    try:
        (made,) = make_drafts([typed])
        if source:
            take_over(source, [made])
    except Refused as refused:
        return _form(typed, source, told(refused)), refused.status
    return done(MADE, f"/meetings/{made}")


@blueprint.get("/meetings/<int:meeting_id>")
def plan(meeting_id: int) -> str:
    """Show one plan: its heading, the missing parts, and publishing."""
    require_maker(meeting_id)
    return _page(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>")
def change(meeting_id: int) -> Response | tuple[str, int]:
    """Correct the heading. If somebody else has corrected it meanwhile, their text is shown beside the typed one."""
    require_maker(meeting_id)
    typed = _typed()
    version = number(flask.request.form.get("version"), 0)
    try:
        said = heading.names(typed) | heading.times(typed)
        hand_in(ChangeMeeting, meeting_id=meeting_id, version=version, **said)
    except Refused as refused:
        meanwhile = refused.code == CHANGED_MEANWHILE
        return _page(meeting_id, typed=typed, problem=told(refused), meanwhile=meanwhile), refused.status
    return done(SAVED, f"/meetings/{meeting_id}")


@blueprint.post("/meetings/<int:meeting_id>/publish")
def publish(meeting_id: int) -> Response | tuple[str, int]:
    """Show it to everybody invited."""
    return _act(meeting_id, PublishMeeting, PUBLISHED, f"/meetings/{meeting_id}")


@blueprint.post("/meetings/<int:meeting_id>/publish-again")
def publish_again(meeting_id: int) -> Response | tuple[str, int]:
    """Publish the changes of a plan to everybody invited."""
    return _act(meeting_id, PublishAgain, TOLD_AGAIN, f"/meetings/{meeting_id}#changes")


@blueprint.post("/meetings/<int:meeting_id>/submit")
def submit(meeting_id: int) -> Response | tuple[str, int]:
    """Show the draft to its chair."""
    return _act(meeting_id, SubmitMeeting, SENT, f"/meetings/{meeting_id}")


@blueprint.post("/meetings/<int:meeting_id>/recall")
def recall(meeting_id: int) -> Response | tuple[str, int]:
    """Take it back to change it."""
    seen = number(flask.request.form.get("submission"), 0)
    return _act(meeting_id, RecallSubmission, RECALLED, f"/meetings/{meeting_id}", submission=seen)


@blueprint.post("/meetings/<int:meeting_id>/template")
def keep_template(meeting_id: int) -> Response | tuple[str, int]:
    """Make the meeting a template, or stop that."""
    require_maker(meeting_id)
    title = " ".join(flask.request.form.get("title", "").split())
    try:
        if flask.request.form.get("act") == Press.DROP:
            hand_in(DropTemplate, source=meeting_id)
        else:
            hand_in(KeepTemplate, source=meeting_id, title=title)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused)), refused.status
    return done(TEMPLATES, f"/meetings/{meeting_id}#template")


@blueprint.post("/meetings/<int:meeting_id>/withdraw")
def withdraw(meeting_id: int) -> Response | tuple[str, int]:
    """Take the plan back."""
    return _act(meeting_id, WithdrawMeeting, WITHDRAWN, "/meetings")


def _act(meeting_id: int, kind: Any, words: str, address: str, **fields: object) -> Response | tuple[str, int]:
    require_maker(meeting_id)
    try:
        hand_in(kind, meeting_id=meeting_id, **fields)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused)), refused.status
    return done(words, address)


def _typed() -> dict[str, str]:
    return {field: flask.request.form.get(field, "") for field in heading.FIELDS}


def _form(typed: dict[str, str], source: int, problem: str = "") -> str:
    with site().database.read() as db:
        title = find_meeting(db, source).title if source else ""
        administers = allowed(current.require_actor(db, None), Capability.KEEP_HOUSE)
        return page(
            "office/new_meeting.html",
            administers=administers,
            typed=typed,
            source=source,
            source_title=title,
            templates=templates(db),
            problem=problem,
            **_choices(db),
        )


def _page(meeting_id: int, *, typed: dict[str, str] | None = None, problem: str = "", meanwhile: bool = False) -> str:
    with site().database.read() as db:
        model = plan_model(db, meeting_id, current.language())
        model |= {"clashes": clashes(db, current.require_actor(db, None), model["meeting"])}
        stands = heading.as_typed(model["meeting"])
        told = publications(db, meeting_id, current.language())
        model |= {"untold": untold_words(db, meeting_id, current.language()), "told": told}
        model |= {"readers": readers(db, meeting_id, told[0]["number"]) if told else {}}
        submitted = db.get(ChangesSubmission, meeting_id)
        model |= {"needs_approval": is_approval_required(db), "submitted": submitted}
        model |= {"same": submitted is not None and submitted.upto == last_change(db, meeting_id)}
        return page(
            "office/plan.html",
            typed=typed or stands,
            stands=stands if meanwhile else {},
            problem=problem,
            kept_as=db.get(Template, meeting_id),
            plans=allowed(current.require_actor(db, None), Capability.PLAN),
            deadline=deadlines_model(db, model["meeting"]).get(0),
            concluding=conclusion_model(db, model["meeting"]),
            notice=notice_of(db, meeting_id),
            slice=SLICE,
            **model,
            **_choices(db),
        )


def _choices(db: Any) -> dict[str, Any]:
    """Return `{kinds, offers}`: kinds of body of the newest law edition; catalogues and places typed before."""
    language = current.language()
    kinds = [{"key": key, "title": rules.name.say(language)} for key, rules in editions()[-1].presets.items()]
    places = db.scalars(select(Meeting.place).distinct().order_by(Meeting.place).limit(30)).all()
    rooms = catalogue.of(db, Kind.ROOMS)
    offers = {
        "places": [*rooms, *(place for place in places if place and place not in rooms)],
        "titles": catalogue.of(db, Kind.MEETINGS),
        "bodies": catalogue.of(db, Kind.BODIES),
    }
    return {"kinds": kinds, "offers": offers}
