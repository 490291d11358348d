"""The settings that are changed on screen, and the allowed values of each. Others are set in a file."""

import dataclasses
import ipaddress
from collections.abc import Mapping
from pathlib import PurePosixPath

from meeting.kernel.refusals import NOT_FOUND, Refused, _l, declare
from meeting.kernel.tablets import SharedTablets
from meeting.kernel.words import phrase

BAD_NUMBER = declare("settings.bad_number", 400, "“{label}” phải là số từ {least} đến {most}. Chưa lưu gì.")
BAD_NETWORK = declare("settings.bad_network", 400, "“{network}” không phải địa chỉ mạng. Chưa lưu gì.")
BAD_FOLDER = declare(
    "settings.bad_folder",
    400,
    "“{folder}” không phải đường dẫn thư mục trên máy chủ, ví dụ /media/USB. Chưa lưu gì.",
)
BAD_CHOICE = declare("settings.bad_choice", 400, "“{label}” chỉ có các lựa chọn trong danh sách. Chưa lưu gì.")
NO_TEXT = declare("settings.no_text", 400, "“{label}” không được để trống. Chưa lưu gì.")
CHANGED_MEANWHILE = declare(
    "settings.changed_meanwhile", 409, "“{label}” vừa được người khác đổi. Chưa lưu gì. Xem giá trị mới rồi đổi lại."
)
NEVER_CHANGED = declare("settings.never_changed", 409, "“{label}” đang là giá trị của máy chủ. Không có gì để bỏ.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Setting:
    """A setting: its name in the configuration, and its label and help in Vietnamese.

    A number has `least`, `most` and a `unit`. A text has `needed` when it must not be empty. Other settings have
    `choices`, as (value, label).
    """

    name: str
    label: str
    help: str
    unit: str = ""
    least: int = 0
    most: int = 0
    needed: bool = False
    networks: bool = False
    folders: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def is_number(self) -> bool:
        """Return whether its value is a whole number."""
        return self.most > 0


SETTINGS = (
    Setting(
        name="office_name",
        label=_l("Tên cơ quan"),
        help=_l("In ở đầu thẻ đăng nhập và ghi trong chứng thư số cấp sau này."),
        needed=True,
    ),
    Setting(
        name="pass_seconds",
        label=_l("Thời gian hiện một mã điểm danh"),
        help=_l("Màn hình hội trường đổi mã sau từng ấy giây. Mã được nhận trong gấp đôi thời gian này."),
        unit=_l("giây"),
        least=5,
        most=120,
    ),
    Setting(
        name="room_networks",
        label=_l("Mạng của phòng họp"),
        help=_l("Chỉ máy ở trong các mạng này điểm danh được bằng mã. Ngăn nhau bằng dấu phẩy."),
        needed=True,
        networks=True,
    ),
    Setting(
        name="session_hours",
        label=_l("Thời hạn một lần đăng nhập"),
        help=_l("Hết hạn thì phải đăng nhập lại. Máy đã đăng nhập giữ thời hạn cũ."),
        unit=_l("giờ"),
        least=1,
        most=72,
    ),
    Setting(
        name="shared_tablets",
        label=_l("Máy dùng chung"),
        help=_l("Máy dùng chung tự khóa và hỏi PIN trước khi gửi phiếu. Có hiệu lực từ lần đăng nhập sau của mỗi máy."),
        choices=(
            (SharedTablets.EACH, _l("Hỏi khi đăng nhập trên từng máy")),
            (SharedTablets.ALL, _l("Mọi máy, kể cả máy của thư ký")),
        ),
    ),
    Setting(
        name="lock_minutes",
        label=_l("Máy dùng chung tự khóa sau"),
        help=_l("Không ai dùng trong từng ấy phút thì máy khóa, mở lại bằng PIN hoặc thẻ. Máy riêng không khóa."),
        unit=_l("phút"),
        least=1,
        most=120,
    ),
    Setting(
        name="sign_in_months",
        label=_l("Thời gian giữ nhật ký đăng nhập"),
        help=_l("Lượt đăng nhập cũ hơn tự bỏ, và nhật ký ghi rõ đã bỏ. Việc đã làm thì giữ mãi."),
        unit=_l("tháng"),
        least=6,
        most=120,
    ),
    Setting(
        name="backup_hours",
        label=_l("Tự sao lưu sau mỗi"),
        help=_l("Đặt 0 thì không tự sao lưu."),
        unit=_l("giờ"),
        most=168,
    ),
    Setting(
        name="backup_keep",
        label=_l("Số bản sao lưu giữ lại ở mỗi nơi"),
        help=_l("Bản cũ hơn tự xóa sau khi có bản mới."),
        unit=_l("bản"),
        least=1,
        most=366,
    ),
    Setting(
        name="backup_copies",
        label=_l("Nơi chép thêm bản sao lưu"),
        help=_l(
            "Thư mục trên ổ khác, ngăn nhau bằng dấu phẩy. Ổ USB thì chọn ở trang Sao lưu; thư mục ở nơi "
            "khác với nơi máy hiện ổ USB thì chạy lại “meeting install”."
        ),
        folders=True,
    ),
    Setting(
        name="disk_low_mb",
        label=_l("Báo sắp đầy khi ổ đĩa còn ít hơn"),
        help=_l("Chủ tọa, thư ký và trang Tổng quan được báo."),
        unit=_l("MB"),
        least=100,
        most=1_000_000,
    ),
)
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


def find_setting(name: str) -> Setting:
    """Return the setting with this name. Raises Refused for a setting that is not changed on screen."""
    if name not in BY_NAME:
        raise Refused(NOT_FOUND)
    return BY_NAME[name]


def check_value(setting: Setting, value: str) -> str:
    """Return the value in stored form. Raises Refused for a value that is not allowed."""
    if setting.is_number:
        return str(_number(setting, value))
    if setting.choices and value not in dict(setting.choices):
        raise Refused(BAD_CHOICE, label=phrase(setting.label))
    if setting.needed and not value:
        raise Refused(NO_TEXT, label=phrase(setting.label))
    for network in value.split(",") if setting.networks else ():
        _check_network(network.strip())
    for folder in filter(None, map(str.strip, value.split(","))) if setting.folders else ():
        _check_folder(folder)
    return value


def check_unchanged(setting: Setting, seen: str, stands: str) -> None:
    """Raise Refused when the value was changed since the administrator saw it."""
    if seen != stands:
        raise Refused(CHANGED_MEANWHILE, label=phrase(setting.label))


def check_changed(setting: Setting, *, kept: bool) -> None:
    """Raise Refused when nobody has chosen a value."""
    if not kept:
        raise Refused(NEVER_CHANGED, label=phrase(setting.label))


def typed(name: str, value: str) -> int | str | None:
    """Return a stored value as the configuration holds it; None when another version stored a bad value."""
    try:
        setting = find_setting(name)
        good = check_value(setting, value)
    except Refused:
        return None
    return int(good) if setting.is_number else good


def _number(setting: Setting, value: str) -> int:
    plain = value.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 9):
        plain = "-1"
    if not setting.least <= int(plain) <= setting.most:
        raise Refused(BAD_NUMBER, label=phrase(setting.label), least=setting.least, most=setting.most)
    return int(plain)


def _check_network(network: str) -> None:
    try:
        ipaddress.ip_network(network)
    except ValueError:
        raise Refused(BAD_NETWORK, network=network) from None


def _check_folder(folder: str) -> None:
    path = PurePosixPath(folder)
    if not path.is_absolute() or ".." in path.parts or not folder.isprintable():
        raise Refused(BAD_FOLDER, folder=folder)
