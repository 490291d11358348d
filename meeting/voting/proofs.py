"""The rule for shared tablets: voters must have just proved who they are."""

from datetime import datetime, timedelta

from meeting.kernel.refusals import Refused, declare

PIN_FIRST = declare("voting.pin_first", 403, "Máy dùng chung: nhập PIN của người biểu quyết, rồi phiếu mới được gửi.")
PROOF_SECONDS = 120
"""Seconds for which a PIN or card on a shared tablet is valid for one ballot: time to choose, not to walk away."""


def check_proved(proved_at: datetime | None, now: datetime, *, shared: bool) -> None:
    """Raise Refused on a shared tablet without a fresh PIN or card. Does not apply to a person's own device."""
    if shared and (proved_at is None or not timedelta() <= now - proved_at <= timedelta(seconds=PROOF_SECONDS)):
        raise Refused(PIN_FIRST)
