"""The colours: a person's choice and their device's preference give the same picture, and every pair is readable."""

import pytest
from playwright.sync_api import Browser

from tests.browser.still import Still
from tests.council import Council

COLOURS = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const names = ["bg", "surface", "ink", "ink-2", "primary", "on-primary", "vote-for", "on-vote", "ok", "ok-tint",
    "warn", "warn-tint", "danger", "danger-tint", "info", "info-tint", "band", "on-band"];
  const said = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color.match(/\\d+/g).map(Number)];
  });
  probe.remove();
  return Object.fromEntries(said);
}"""
PAIRS = (
    ("ink", "bg"),
    ("ink-2", "surface"),
    ("on-primary", "primary"),
    ("on-vote", "vote-for"),
    ("ok", "ok-tint"),
    ("warn", "warn-tint"),
    ("danger", "danger-tint"),
    ("info", "info-tint"),
    ("on-band", "band"),
)
READABLE = 4.5  # WCAG 2.2, 1.4.3

Colours = dict[str, list[int]]


def colours(browser: Browser, council: Council, chosen: str, device: str) -> Colours:
    still = Still(browser, council, "lan", theme=device).opens("/")
    still.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", chosen)
    found: Colours = still.page.evaluate(COLOURS)
    still.close()
    return found


def light(colour: list[int]) -> float:
    """Relative luminance."""
    shares = [part / 255 for part in colour[:3]]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_a_chosen_ground_looks_like_the_one_a_device_asks_for(browser: Browser, council: Council, ground: str) -> None:
    other = {"light": "dark", "dark": "light"}[ground]
    chosen = colours(browser, council, ground, device=other)
    assert chosen == colours(browser, council, "system", device=ground)
    assert (light(chosen["bg"]) > light(chosen["ink"])) is (ground == "light")


@pytest.mark.parametrize("ground", ["light", "dark", "contrast"])
def test_every_pair_of_colours_is_readable(browser: Browser, council: Council, ground: str) -> None:
    found = colours(browser, council, ground, device="light")
    for ink, paper in PAIRS:
        brighter, darker = sorted((light(found[ink]), light(found[paper])), reverse=True)
        assert (brighter + 0.05) / (darker + 0.05) >= READABLE, (ink, paper, found[ink], found[paper])
