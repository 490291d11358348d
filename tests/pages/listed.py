"""What lists on pages of the office show, as people read them."""

import re

from tests.pages.client import Browser, Tags


def lines(page: str) -> list[str]:
    """Each line of the log as people read it."""
    found = page.partition('data-testid="log"')[2].partition("</ol>")[0]
    return [" ".join(Tags(each).text.split()) for each in found.split("<li")[1:]]


def log(admin: Browser, **asked: str) -> list[str]:
    return lines(admin.client.get("/log", query_string=asked).text)


def names(page: str) -> list[str]:
    """The people on the list, in its order."""
    return [each.partition("</b>")[0].split(maxsplit=1)[1] for each in page.split('class="person-name">')[1:]]


def deadline(browser: Browser, meeting: int, part: str = "") -> list[str]:
    """What the page says of deadlines, in order."""
    page = browser.get(f"/meetings/{meeting}{part}").text
    return [" ".join(each.split()) for each in re.findall(r'data-testid="deadline">(.*?)</b>', page, re.DOTALL)]


def days(page: str) -> dict[str, str]:
    """The meetings on each day that has one, by the day as the page writes it."""
    found = {}
    for each in page.partition('data-testid="calendar"')[2].partition("</ol>")[0].split("<li class")[1:]:
        if "calendar-meeting" in each:
            day = re.search(r"on=(\d{4}-\d\d-\d\d)", each)
            assert day is not None
            found[day[1]] = " ".join(Tags("<li class" + each).text.split())
    return found
