"""Rules of who presides. Pure decisions."""

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role

CHAIR_NOT_HERE = declare(
    "agenda.chair_not_here",
    409,
    "{name} {chair} nhưng chưa có mặt. Giao việc {chair} cho người đang có mặt{to}, hoặc điểm danh {name}.",
)
CHAIR_NOT_IN_OFFICE = declare(
    "agenda.chair_not_in_office",
    409,
    "{name} không còn giữ nhiệm vụ nên không {chair} được. Giao việc {chair} cho người khác{to}.",
)


def fit_to_preside(role: Role, *, votes: bool, in_office: bool, clerks: int) -> bool:
    """One of those who are to preside and are not suspended, or any member in office; of `clerks`, never the only one.

    Nobody would write and sign the minutes as the secretary.
    """
    if role == Role.CLERK and clerks < 2:
        return False
    return in_office or (role == Role.CHAIR and not votes)


def check_in_office(name: str, *, votes: bool, in_office: bool, to: str = "") -> None:
    """Nobody acts as the chair who is suspended, or holds the place no more."""
    if votes and not in_office:
        raise Refused(CHAIR_NOT_IN_OFFICE, name=name, to=f" ({to})" if to else "")


def check_here(name: str, *, here: bool, to: str) -> None:
    """Where it is not plain who else could be meant, whoever presides at a beginning is in the room."""
    if not here:
        raise Refused(CHAIR_NOT_HERE, name=name, to=f" ({to})" if to else "")
