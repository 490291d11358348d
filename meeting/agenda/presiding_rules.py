"""Rules about who presides. Pure decisions."""

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
    """Return whether somebody may preside: one of those planned to and not suspended, or any member in office.

    Never the only secretary (of `clerks`): nobody would be left to write and sign the minutes.
    """
    if role == Role.CLERK and clerks < 2:
        return False
    return in_office or (role == Role.CHAIR and not votes)


def check_in_office(name: str, *, votes: bool, in_office: bool, to: str = "") -> None:
    """Raise Refused for a voter who is suspended or no longer in office: they cannot act as chair."""
    if votes and not in_office:
        raise Refused(CHAIR_NOT_IN_OFFICE, name=name, to=f" ({to})" if to else "")


def check_here(name: str, *, here: bool, to: str) -> None:
    """Raise Refused unless the presider is in the room. Checked at a beginning when several people could preside."""
    if not here:
        raise Refused(CHAIR_NOT_HERE, name=name, to=f" ({to})" if to else "")
