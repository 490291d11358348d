"""Events about the office's people. The journal never contains cards or PINs, only that a card was issued."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l
from meeting.people.particulars import Particulars


@event("people.person_added", _l("Thêm người"))
class PersonAdded(Event, frozen=True, kw_only=True):
    """A person was added. They can get seats in meetings, and sign in if they have an account (it may be empty)."""

    person_id: int
    account: str
    particulars: Particulars
    admin: bool
    unit_id: int | None


@event("people.person_changed", _l("Sửa thông tin người"))
class PersonChanged(Event, frozen=True, kw_only=True):
    """The person's particulars were changed. Seats of past meetings keep the former ones."""

    person_id: int
    particulars: Particulars
    unit_id: int | None


@event("people.account_given", _l("Cấp tài khoản"))
class AccountGiven(Event, frozen=True, kw_only=True):
    """A person without an account got one."""

    person_id: int
    account: str


@event("people.admin_changed", _l("Đổi quyền quản trị"))
class AdminChanged(Event, frozen=True, kw_only=True):
    """Somebody became an administrator of the installation, or is no longer one."""

    person_id: int
    admin: bool


@event("people.planner_changed", _l("Đổi quyền lập phiên họp"))
class PlannerChanged(Event, frozen=True, kw_only=True):
    """Somebody got the right to plan meetings of the office, or lost it."""

    person_id: int
    planner: bool


@event("people.person_retired", _l("Cho nghỉ"))
class PersonRetired(Event, frozen=True, kw_only=True):
    """A person was retired: their card is invalid and they are signed out everywhere. Their acts stay in the record.

    `had_card`: they could sign in with a card until then.
    """

    person_id: int
    had_card: bool


@event("people.person_returned", _l("Đưa trở lại danh sách"))
class PersonReturned(Event, frozen=True, kw_only=True):
    """A retired person was returned to the list; they need a new card."""

    person_id: int


@event("people.person_removed", _l("Bỏ người thêm nhầm"))
class PersonRemoved(Event, frozen=True, kw_only=True):
    """A person whom a list had added by mistake was removed. They had no seat in any meeting."""

    person_id: int
    account: str


@event("people.card_issued", _l("Cấp thẻ đăng nhập"))
class CardIssued(Event, frozen=True, kw_only=True):
    """A new sign-in card was issued. The former card, and everything signed in with it, no longer works."""

    person_id: int


@event("people.card_asked", _l("Đề nghị cấp thẻ cho người điều hành, quản trị"))
class CardAsked(Event, frozen=True, kw_only=True):
    """An administrator asks for a card for somebody whose card gives more access than their own seat."""

    person_id: int
    reason: str


@event("people.card_agreed", _l("Người thứ hai đồng ý cấp thẻ"))
class CardAgreed(Event, frozen=True, kw_only=True):
    """A second administrator agreed. The card is made afterwards."""

    person_id: int


@event("people.card_declined", _l("Rút đề nghị, không đồng ý cấp thẻ"))
class CardDeclined(Event, frozen=True, kw_only=True):
    """A request for such a card was declined or taken back, before or after it was agreed to."""

    person_id: int


@event("people.card_by_one", _l("Thẻ của người điều hành, quản trị do một người cấp vì không có người thứ hai trả lời"))
class CardByOneAdministrator(Event, frozen=True, kw_only=True):
    """The next card gives more access than its owner's own seat. There was no second person, or none answered in
    time."""

    person_id: int


@event("people.card_reported_lost", _l("Báo mất thẻ, khóa thẻ"))
class CardReportedLost(Event, frozen=True, kw_only=True):
    """A card was reported lost, or its PIN known. Both were disabled, and every sign-in ended.

    The register has the certificates that this revokes (`register/events.py`).
    """

    person_id: int
    reason: str


@event("people.signed_out", _l("Đăng xuất mọi máy của một người"))
class SignedOut(Event, frozen=True, kw_only=True):
    """An administrator ended every sign-in of a person; the card still works."""

    person_id: int


@event("people.device_signed_out", _l("Đăng xuất một máy của một người"))
class DeviceSignedOut(Event, frozen=True, kw_only=True):
    """An administrator ended one sign-in of a person."""

    person_id: int


@event("people.second_set", _l("Bật xác thực hai bước"))
class SecondFactorSet(Event, frozen=True, kw_only=True):
    """An administrator set up a second factor, or moved it to another telephone."""

    person_id: int


@event("people.second_reset", _l("Đặt lại xác thực hai bước"))
class SecondFactorReset(Event, frozen=True, kw_only=True):
    """Somebody's second factor was removed, because they had lost it."""

    person_id: int


@event("people.second_required", _l("Đổi yêu cầu xác thực hai bước"))
class SecondFactorRequired(Event, frozen=True, kw_only=True):
    """The rule was changed: every administrator must have a second factor, or each chooses."""

    required: bool


@event("people.group_made", _l("Thêm nhóm"))
class GroupMade(Event, frozen=True, kw_only=True):
    """A group was made."""

    group_id: int
    title: str


@event("people.group_renamed", _l("Đổi tên nhóm"))
class GroupRenamed(Event, frozen=True, kw_only=True):
    """A group was renamed."""

    group_id: int
    title: str


@event("people.group_dissolved", _l("Xóa nhóm"))
class GroupDissolved(Event, frozen=True, kw_only=True):
    """A group was dissolved; its people stay."""

    group_id: int
    title: str


@event("people.groups_changed", _l("Đổi nhóm của một người"))
class GroupsChanged(Event, frozen=True, kw_only=True):
    """A person joined groups, left groups, or both."""

    person_id: int
    joined: tuple[int, ...]
    left: tuple[int, ...]


@event("people.unit_made", _l("Thêm đơn vị"))
class UnitMade(Event, frozen=True, kw_only=True):
    """A unit was made, at the top or under another."""

    unit_id: int
    title: str
    parent_id: int | None


@event("people.placed", _l("Xếp người vào đơn vị theo tên đã ghi"))
class PeoplePlaced(Event, frozen=True, kw_only=True):
    """This many people, whose unit text equals the name of a new unit, were placed in it."""

    unit_id: int
    count: int


@event("people.unit_renamed", _l("Đổi tên đơn vị"))
class UnitRenamed(Event, frozen=True, kw_only=True):
    """A unit was renamed."""

    unit_id: int
    title: str
    former: str


@event("people.unit_moved", _l("Chuyển chỗ đơn vị"))
class UnitMoved(Event, frozen=True, kw_only=True):
    """A unit was moved in the tree."""

    unit_id: int
    title: str
    parent_id: int | None


@event("people.unit_dissolved", _l("Xóa đơn vị"))
class UnitDissolved(Event, frozen=True, kw_only=True):
    """A unit was dissolved."""

    unit_id: int
    title: str


@event("people.unit_admin_changed", _l("Đổi quản trị đơn vị"))
class UnitAdminChanged(Event, frozen=True, kw_only=True):
    """The person administers a unit now, or none (`unit_id` None)."""

    person_id: int
    unit_id: int | None
    title: str
