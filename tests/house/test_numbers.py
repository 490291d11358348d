"""Every refusal has a number that can be read aloud; it follows from the code and is nobody else's."""

from collections import defaultdict

from meeting.kernel.refusals import declared, number_of

NOT_FOUND = 86007


def test_no_two_refusals_have_the_same_number() -> None:
    owners: dict[int, list[str]] = defaultdict(list)
    for code in declared():
        owners[number_of(code)].append(code)
    assert [codes for codes in owners.values() if len(codes) > 1] == []
    assert all(10_000 <= number <= 99_999 for number in owners)


def test_a_number_is_the_same_in_every_edition() -> None:
    """What stands in an office's notes from last year still names the same thing."""
    assert number_of("kernel.not_found") == NOT_FOUND
