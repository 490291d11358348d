"""Groups of a directory within groups: who belongs to one, and which group a name means."""

import pytest

from meeting.access.directory.nested import DirectoryGroup, held, named, plain


def group(dn: str, *members: str, name: str = "", accounts: str = "") -> DirectoryGroup:
    return DirectoryGroup(dn, name or dn, frozenset(members), frozenset(accounts.split()))


GROUPS = {
    each.dn: each
    for each in (
        group("all", "staff", "cn=an", accounts="an"),
        group("staff", "cn=lan", "deep", "all", accounts="lan"),
        group("deep", "cn=nam", "staff"),
        group("beside", "cn=mai", accounts="mai"),
    )
}


def test_members_of_nested_groups_belong_and_circles_end() -> None:
    dns, accounts = held(GROUPS["all"], GROUPS)
    assert {dn for dn in dns if dn.startswith("cn=")} == {"cn=an", "cn=lan", "cn=nam"}
    assert accounts == {"an", "lan"}
    assert held(GROUPS["beside"], GROUPS) == ({"cn=mai"}, {"mai"})


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Văn phòng", ["ou=a"]),
        (" VĂN PHÒNG ", ["ou=a"]),
        ("OU = a", ["ou=a"]),
        ("Tổ", ["ou=b", "ou=c"]),
        ("ou=c", ["ou=c"]),
        ("Không có", []),
    ],
)
def test_a_group_is_matched_by_name_or_place_in_any_spelling(wanted: str, found: list[str]) -> None:
    groups = [group("ou=a", name="Văn phòng"), group("ou=b", name="Tổ"), group("ou=c", name="tổ")]
    assert [each.dn for each in named([wanted], groups)[wanted]] == found


@pytest.mark.parametrize(
    ("dn", "one"),
    [("CN=Lan , OU=Xã", "cn=lan,ou=xã"), ("cn = a = b,dc=vn", "cn=a = b,dc=vn"), ("cn=lan", "cn=lan"), ("", "")],
)
def test_case_and_spaces_of_a_place_are_ignored(dn: str, one: str) -> None:
    assert plain(dn) == one
