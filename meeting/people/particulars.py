"""Particulars: the words about a person. The same struct is used from the command to the paper.

A seat keeps the particulars of its day. The rows' columns, the columns of a pack's list, the caps and the templates'
data follow from the fields here, and so does the form on a person's page. A new field is one line here, with `""` as
its default because journals do not have it yet, and a column in a migration for each of the three tables.
"""

from typing import Annotated

import msgspec

from meeting.kernel.names import SortKey, by_given_name
from meeting.kernel.refusals import _l
from meeting.kernel.text import Cap


class Particulars(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words about a person. Honorific and given name are fields, because a Vietnamese name does not show them."""

    full_name: Annotated[str, Cap(_l("Họ và tên"), 100)]
    given_name: Annotated[str, Cap(_l("Tên gọi"), 40)]
    honorific: Annotated[str, Cap(_l("Xưng hô"), 40)]
    title: Annotated[str, Cap(_l("Chức vụ"), 200)]
    unit: Annotated[str, Cap(_l("Đơn vị"), 200)]

    def named(self) -> str:
        """Return honorific and full name: `ông Nguyễn Văn An`."""
        return f"{self.honorific} {self.full_name}".strip()

    def by_given_name(self) -> SortKey:
        """Return the sort key in a list by given name."""
        return by_given_name(self.given_name, self.full_name)

    def __composite_values__(self) -> tuple[str, ...]:
        """Return one value for each column of a row, in order (see `tables.particulars_columns`)."""
        return msgspec.structs.astuple(self)


EMPTY = Particulars(**dict.fromkeys(Particulars.__struct_fields__, ""))
"""Particulars without any word: `msgspec.structs.replace` fills in the known ones."""
