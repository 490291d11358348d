"""Somebody at a desk who fills in forms by hand: used as `tests.pages.client.Browser` is, with the same answers."""

import re
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Locator, expect

from tests.browser.still import HERE, Still
from tests.browser.walk import UNFOLD

HELD = """(form) => [...form.elements].filter((each) => each.name && each.type !== 'hidden').map((each) => (
  { name: each.name, type: each.type, value: each.value, checked: each.checked, disabled: each.disabled,
    offers: [...(each.options ?? [])].map((option) => option.value) }))"""
"""Every field of a form that a person sees."""
OUT_OF_REACH = 409
"""Nobody can send what a screen does not offer."""


class Landed(NamedTuple):
    """Where a form led: 303 when it was accepted, otherwise the status of its refusal; the page, and the part it
    belongs to."""

    status_code: int
    text: str = ""
    headers: dict[str, str] = {}  # noqa: RUF012 - nobody writes into it


class Typist:
    """One desk. It fills in a field only when the field holds something else, as a person does."""

    def __init__(self, browser: Browser, council: Any, who: str) -> None:
        self.desk = Still(browser, council, who)
        self.page = self.desk.page

    def send(self, path: str, **form: Any) -> Landed:
        """Fill in this form on its page, which is opened unless it is the one on screen, and press its button."""
        if self.page.url != f"{HERE}{page_of(path)}":
            self.desk.opens(page_of(path))
        self.page.evaluate(UNFOLD)
        act = self.page.locator(f'button[formaction="{path}"]')
        own = self.page.locator(f'form[method="post"]:is([action="{path}"], [action^="{path}?"])')
        found = act.locator("xpath=ancestor::form") if act.count() else own
        if not found.count():
            return Landed(OUT_OF_REACH)
        button = self._fills(found.first, form)
        if button is None:
            return Landed(OUT_OF_REACH)
        return self._presses(act.first if act.count() else button)

    def uploads(self, meeting: int, item: int | None, name: str, content: bytes) -> None:
        """Choose a file for an item, or for the whole meeting, and see it accepted."""
        self.desk.opens(f"/meetings/{meeting}/papers")
        count = self.page.locator("[data-paper]").count()
        self.page.get_by_label("Đưa vào").first.select_option(str(item or "meeting"))
        chosen = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_label("Chọn tệp").set_input_files([chosen])
        expect(self.page.locator("[data-paper]")).to_have_count(count + 1)

    def close(self) -> None:
        """Close the desk."""
        self.desk.close()

    def _fills(self, found: Locator, form: dict[str, Any]) -> Locator | None:
        """The button that sends it; None when something is not offered."""
        button, own = found.locator("button:not([formaction])").first, found.get_attribute("id")
        for field in found.evaluate(HELD):
            name, said = field["name"], form.get(field["name"])
            at = f'[name="{name}"]'
            control = found.locator(at).or_(self.page.locator(f'[form="{own}"]{at}')).first
            if field["type"] == "checkbox":
                meant = field["value"] in (said if isinstance(said, list) else [said])
                if meant != field["checked"]:
                    found.locator(f'{at}[value="{field["value"]}"]').set_checked(meant)
            elif field["type"] == "submit":
                if said == field["value"]:
                    pressed = f'{at}[value="{said}"]'
                    elsewhere = self.page.locator(f'[form="{own}"]{pressed}')
                    button = found.locator(pressed).or_(elsewhere)
                    if field["disabled"]:
                        return None
            elif said is None or said == field["value"]:
                continue
            elif field["offers"]:
                choice = "" if said == "0" and "" in field["offers"] else said  # none of them
                if choice not in field["offers"]:
                    return None
                control.select_option(choice)
            else:
                control.fill(said)
        return button if _all_ticked(found, form) else None

    def _presses(self, button: Locator) -> Landed:
        with self.page.expect_navigation() as going:
            button.click()
        answer = going.value
        assert answer is not None
        part = self.page.locator(".office-tabs [aria-current]").first.get_attribute("href") or ""
        return Landed(303 if answer.status == 200 else answer.status, self.page.content(), {"Location": part})


def _all_ticked(found: Locator, form: dict[str, Any]) -> bool:
    """Whether every wanted choice has a box: a person who is not offered cannot be chosen."""
    ticked = found.evaluate("(form) => [...new FormData(form)].map(([name, value]) => `${name}=${value}`)")
    boxes = {each.partition("=")[0] for each in ticked}
    wanted = [(name, each) for name in ("person", "group") for each in _many(form.get(name))]
    return all(f"{name}={each}" in ticked for name, each in wanted if boxes)


def _many(said: Any) -> list[str]:
    return said if isinstance(said, list) else [said] if said else []


def page_of(path: str) -> str:
    """The page with the form that is sent to `path`."""
    asked = re.fullmatch(r"(/meetings/\d+)/(\w+)(?:/(\w+))?(/.*)?", path)
    if asked is None or path.endswith("/readers"):
        return path
    plan, part, which, _ = asked.groups()
    if part == "agenda" and which and which.isdecimal():
        return f"{plan}/agenda?item={which}"
    return f"{plan}/{'agenda' if part == 'sittings' else part}"
