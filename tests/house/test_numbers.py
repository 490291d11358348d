"""Every refusal has a number that can be read aloud; it follows from the code and is unique."""

import re
from collections import defaultdict

from meeting.kernel.refusals import declared, number_of
from tests.council import Council
from tests.pages.client import Browser

NOT_FOUND = 86007


def test_no_two_refusals_have_the_same_number() -> None:
    owners: dict[int, list[str]] = defaultdict(list)
    for code in declared():
        owners[number_of(code)].append(code)
    assert [codes for codes in owners.values() if len(codes) > 1] == []
    assert all(10_000 <= number <= 99_999 for number in owners)


def test_a_number_is_the_same_in_every_edition() -> None:
    """The number in an office's notes from last year still names the same refusal."""
    assert number_of("kernel.not_found") == NOT_FOUND


def test_a_refused_person_reads_the_number_from_the_page_digit_by_digit(council: Council) -> None:
    for path, code in (("/no-such-page", "kernel.not_found"), ("/people", "access.not_allowed")):
        page = Browser(council, "lan").get(path).text
        digits = " ".join(str(number_of(code)))
        assert re.search(rf'data-testid="refusal-number">{digits}</b>', page), path
