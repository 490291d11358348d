"""Runs axe-core on the open page: no user may be shut out."""

from typing import Any, TypedDict

from playwright.sync_api import Page

from tests.browser.still import AXE

CONTRAST = "color-contrast"
EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
"""No rule that runs looks at style sheets, so none is loaded again and parsed for it."""
STRUCTURE: dict[str, Any] = EVERY_RULE | {"rules": {CONTRAST: {"enabled": False}}}
COLOURS: dict[str, Any] = EVERY_RULE | {
    "resultTypes": ["violations", "incomplete"],
    "runOnly": [CONTRAST],
    "elementRef": True,
}

GROUNDS = (("light", STRUCTURE), ("dark", None))
"""The colours are looked at on each; on the dark ground nothing else differs."""

_RUN = """async ([structure, colours, place]) => {
  if (!globalThis.axe) {
    await new Promise((done) => document.head.append(Object.assign(document.createElement('script'),
      { src: place, onload: done })));
  }
  const kinds = new Map(), numbers = new Map(), texts = new Map();
  const number = (words) => numbers.get(words) ?? numbers.set(words, numbers.size).size;
  const kind = (each) => {
    if (!each || kinds.has(each)) return kinds.get(each);
    const look = getComputedStyle(each), apart = /absolute|fixed|sticky/.test(look.position);
    const words = [kind(each.parentElement), each.tagName, each.className, look.color, look.backgroundColor,
      look.backgroundImage, look.opacity, look.fontSize, look.fontWeight, look.textShadow, each.disabled,
      each.control?.disabled, each.ariaDisabled, apart ? kinds.size : ''];
    kinds.set(each, number(words.join('|')));
    return kinds.get(each);
  };
  const own = (each) => [...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim())
    .concat(each.value, each.placeholder).filter((said) => typeof said === 'string').join('');
  for (const each of document.body.querySelectorAll('*')) {
    const words = own(each);
    if (!words || !each.checkVisibility({ visibilityProperty: true })) continue;
    if (!texts.has(kind(each))) texts.set(kind(each), []);
    texts.get(kind(each)).push({ each, long: words.length });
  }
  const include = [...texts.values()].map((all) => all.sort((a, b) => b.long - a.long)[0].each);
  const said = structure ? [await axe.run(structure)] : [];
  if (include.length) {
    said.push(await axe.run({ include }, colours));
    const unsure = new Set(said.at(-1).incomplete.flatMap(({ nodes }) => nodes.map(({ element }) => element)));
    const others = [...texts.values()].filter(([{ each }]) => unsure.has(each)).flatMap((all) => all.slice(1));
    if (others.length) said.push(await axe.run({ include: others.map(({ each }) => each) }, colours));
  }
  const faults = said.flatMap(({ violations }) => violations)
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  const looked = include.length > 0 && said.every(({ passes, incomplete }) => passes.length + incomplete.length > 0);
  return { looked, faults };
}"""
"""Among texts in equal elements inside equal elements, with the same colours and size, only the longest is checked:
their contrast is the same, and it is what takes axe longest. Where axe cannot tell it, it looks at the others too.
What is placed over the page is a kind by itself.

Only the needed part leaves the page: axe's full report is megabytes."""


class _Said(TypedDict):
    looked: bool
    faults: list[str]


def faults(page: Page, scheme: str, structure: dict[str, Any] | None) -> list[str]:
    """What axe finds wrong with the colours of the page on a light or a dark ground, and with its `structure`: `rule:
    element`."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    said: _Said = page.evaluate(_RUN, [structure, COLOURS, AXE])
    assert said["looked"], "axe has looked at something"
    return said["faults"]
