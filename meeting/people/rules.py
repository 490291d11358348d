"""Rules about people: pure decisions."""

import re

from meeting.kernel.refusals import Refused, declare
from meeting.people.particulars import Particulars

BAD_ACCOUNT = declare(
    "people.bad_account", 400, "Tài khoản “{account}” chỉ được gồm chữ thường không dấu, số, dấu chấm, gạch."
)
ACCOUNT_TAKEN = declare("people.account_taken", 409, "Tài khoản “{account}” đã có người dùng.")
NO_NAME = declare("people.no_name", 400, "Họ tên và tên gọi không được để trống.")

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def check_account(account: str) -> None:
    """An account is typed on a tablet: short, lower case, no accents."""
    if not _ACCOUNT.fullmatch(account):
        raise Refused(BAD_ACCOUNT, account=account)


def check_names(particulars: Particulars) -> None:
    """Both names are there."""
    if not particulars.full_name or not particulars.given_name:
        raise Refused(NO_NAME)
