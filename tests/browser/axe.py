"""axe-core asked about the page that is open: nobody is shut out."""

from typing import Any, TypedDict

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS: dict[str, Any] = EVERYTHING | {"runOnly": ["color-contrast"]}
"""On the dark ground nothing but the colours is another."""

GROUNDS = (("light", EVERYTHING), ("dark", COLOURS))

_RUN = """async (options) => {
  const { passes, violations } = await axe.run(options);
  const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  return { looked: passes.length, faults };
}"""
"""Only what is asked for leaves the page: all that axe can tell of one is megabytes."""


class _Said(TypedDict):
    looked: int
    faults: list[str]


def brings_axe(context: BrowserContext) -> None:
    """From now on every page of a device knows axe. The browser keeps it; handing it over anew takes half a second."""
    context.add_init_script(AXE_SCRIPT)


def faults(page: Page, scheme: str, options: dict[str, Any]) -> list[str]:
    """What axe has against a page of such a device, on a light or a dark ground: `rule: element`."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    said: _Said = page.evaluate(_RUN, options)
    assert said["looked"], "axe has looked at something"
    return said["faults"]
