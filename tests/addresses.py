"""A test run creates thousands of applications; what they share is built once."""

import copy
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask

from meeting import app as house

SHARED = ("url_map", "jinja_env")
"""Addresses and loaded templates: an application writes nothing into them that differs from another application."""
COPIED = (
    *("blueprints", "view_functions", "error_handler_spec", "before_request_funcs", "after_request_funcs"),
    *("teardown_request_funcs", "template_context_processors", "url_value_preprocessors", "url_default_functions"),
)


def remember_addresses() -> None:
    """Adding pages takes most of the time of creating an application, and the result depends on the pages alone."""
    known: dict[tuple[int, ...], Flask] = {}
    add_pages = house.add_pages

    def remembered(app: Flask, blueprints: Sequence[Blueprint]) -> None:
        pages = tuple(map(id, blueprints))
        if pages not in known:
            add_pages(app, blueprints)
            known[pages] = _kept(app)
            return
        own = app.view_functions["static"]  # it serves files of that application
        for name in SHARED:
            setattr(app, name, getattr(known[pages], name))
        for name in COPIED:
            setattr(app, name, _again(getattr(known[pages], name)))
        app.view_functions["static"] = own

    house.add_pages = remembered


def _again(registered: Any) -> Any:
    """New copies of the dictionaries and lists of what is registered, with the same contents."""
    if isinstance(registered, dict):
        again = registered.copy()
        again.update((key, _again(each)) for key, each in registered.items())
        return again
    return registered.copy() if isinstance(registered, list) else registered


def _kept(app: Flask) -> Flask:
    """An application as it is now; later changes to it do not change this copy."""
    kept = copy.copy(app)
    for name in COPIED:
        setattr(kept, name, _again(getattr(app, name)))
    kept.jinja_env = app.jinja_env
    return kept
