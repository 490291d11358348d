"""Rule of shared tablets: who votes on one has just shown who they are."""

from datetime import datetime, timedelta

from meeting.kernel.refusals import Refused, declare

PIN_FIRST = declare("voting.pin_first", 403, "Máy dùng chung: nhập PIN của người biểu quyết, rồi phiếu mới được gửi.")
PROOF_SECONDS = 120
"""For so long PIN or card shown on a shared tablet are good for one ballot: time to choose, not to walk away."""


def check_proved(proved_at: datetime | None, now: datetime, *, shared: bool) -> None:
    """On a tablet that several people use the voter has just shown who they are; one's own device is not asked."""
    if shared and (proved_at is None or not timedelta() <= now - proved_at <= timedelta(seconds=PROOF_SECONDS)):
        raise Refused(PIN_FIRST)
