"""The office's own directory on screen: how it is reached, and a try that names the step that failed."""

from flask import Blueprint

from meeting.access.directory.task import Answer, LinkStep, Question
from meeting.entrance.outside import ask, link_of
from meeting.kernel.refusals import _l
from meeting.kernel.words import say
from meeting.office.door import page, require_administrator
from meeting.web import gate
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("directory", __name__)

FAILED = {
    LinkStep.CONNECT: _l("Chưa kết nối được máy chủ danh bạ. Kiểm tra địa chỉ, cổng và mạng."),
    LinkStep.CERTIFICATE: _l("Chứng thư của máy chủ danh bạ không tin được: sai nơi cấp, sai tên, hoặc hết hạn."),
    LinkStep.SERVICE: _l("Danh bạ không nhận tài khoản dịch vụ. Kiểm tra “ldap_service” và tệp mật khẩu."),
    LinkStep.SEARCH: _l("Không tìm được người trong danh bạ. Kiểm tra “ldap_base”."),
}
NOBODY = _l("Kết nối được, nhưng không thấy ai. Kiểm tra “ldap_base” và “ldap_login”.")


@blueprint.get("/directory")
def directory() -> str:
    """How it is set."""
    require_administrator()
    return _page()


@blueprint.post("/directory")
@limiter.limit("10 per minute")
def try_out() -> str:
    """Ask it for a few people."""
    require_administrator()
    link = link_of(site().settings)
    return _page(ask(Question(link))) if link is not None else _page()


def _page(answer: Answer | None = None) -> str:
    problem = ""
    if answer is not None and not answer.found:
        problem = say(FAILED.get(answer.step, NOBODY), gate.language())
    told = {"settings": site().settings, "answer": answer, "detail": answer.problem if answer else ""}
    return page("office/directory.html", problem=problem, **told)
