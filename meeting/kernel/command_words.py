"""Vietnamese for the command line's own words (usage, options, typing errors), which its library says in English."""

import re
from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

_SPEAKERS = (
    click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.termui, click.types
)  # fmt: skip

WORDS = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Các lệnh",
    "Show this message and exit.": "Hiện hướng dẫn này.",
    "Show the version and exit.": "Hiện số phiên bản.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "Error: {message}": "Lỗi: {message}",
    "Error: invalid input": "Lỗi: giá trị không hợp lệ",
    "Aborted!": "Đã dừng.",
    "Try '{command} {option}' for help.": "Xem hướng dẫn: {command} {option}",
    "No such command {name!r}.": "Không có lệnh “{name}”.",
    "No such option {name!r}.": "Không có tùy chọn “{name}”.",
    "Did you mean {possibility}?": "Có phải {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Có phải một trong: {possibilities}?)",
    "Missing command.": "Thiếu tên lệnh.",
    "Missing argument": "Thiếu",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu",
    "Missing parameter: {param_name}": "Thiếu: {param_name}",
    "Missing {param_type}": "Thiếu {param_type}",
    "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị không hợp lệ ở {param_hint}: {message}",
    "Got unexpected extra argument ({args})": "Thừa: {args}",
    "Got unexpected extra arguments ({args})": "Thừa: {args}",
    "Option {name!r} requires an argument.": "Tùy chọn “{name}” cần một giá trị.",
    "Option {name!r} does not take a value.": "Tùy chọn “{name}” không nhận giá trị.",
    "{name} {filename!r} does not exist.": "Không có “{filename}”.",
    "{name} {filename!r} is a directory.": "“{filename}” là thư mục, cần {name}.",
    "{name} {filename!r} is a file.": "“{filename}” là tệp, cần {name}.",
    "{name} {filename!r} is not readable.": "Không đọc được {name} “{filename}”.",
    "{name} {filename!r} is not writable.": "Không ghi được vào {name} “{filename}”.",
    "{name} {filename!r} is not executable.": "Không chạy được {name} “{filename}”.",
    "Could not open file {filename!r}: {message}": "Không mở được tệp “{filename}”: {message}",
    "{value!r} is not a valid {number_type}.": "“{value}” không phải là số.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "{value!r} is not one of {choices}.": "“{value}” không thuộc: {choices}.",
    "{value!r} is not {choice}.": "“{value}” không phải là {choice}.",
    "directory": "thư mục",
    "file": "tệp",
    "path": "đường dẫn",
    "default: {default}": "mặc định: {default}",
    "unknown error": "lỗi chưa rõ",
}

_MARKS = {
    "OPTIONS": "TÙY-CHỌN", "COMMAND": "LỆNH", "ARGS": "THAM-SỐ", "PATH": "ĐƯỜNG-DẪN", "DIRECTORY": "THƯ-MỤC",
    "FILENAME": "TỆP", "FILE": "TỆP", "TEXT": "CHỮ", "INTEGER": "SỐ", "FOLDER": "THƯ-MỤC", "SLUG": "MÃ-PHIÊN-HỌP",
    "MINUTES": "BIÊN-BẢN", "JOURNAL": "NHẬT-KÝ", "ARCHIVE": "BẢN-SAO-LƯU", "CODE": "MÃ-LỖI",
    "ACCOUNT": "TÀI-KHOẢN",
}  # fmt: skip
_MARK = re.compile(rf"\b({'|'.join(_MARKS)})\b")


def speak_vietnamese() -> None:
    """Switch the command line's own words to Vietnamese. A word without a translation stays English."""
    for module in _SPEAKERS:
        for name, say in (("_", _say), ("ngettext", _say_number)):
            if hasattr(module, name):
                setattr(module, name, say)


def _say(text: str) -> str:
    return WORDS.get(text, text)


def _say_number(one: str, many: str, number: int) -> str:
    return _say(one if number == 1 else many)


def _marked(text: str) -> str:
    return _MARK.sub(lambda found: _MARKS[found[1]], text)


class Spoken(click.Command):
    """A command whose usage names its parts in Vietnamese."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in self.params:  # the name used when the parameter is missing or wrong
            if isinstance(each, click.Argument) and each.required and each.metavar is None:
                each.metavar = _MARKS.get(each.make_metavar(click.Context(self)))

    def get_usage(self, ctx: click.Context) -> str:
        """Return the usage in one line."""
        return _marked(super().get_usage(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole help page."""
        return _marked(super().get_help(ctx))


class SpokenGroup(Spoken, click.Group):
    """A group of `Spoken` commands."""

    command_class = Spoken
