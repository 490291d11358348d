"""Applications are made by the thousand in a run of the tests; what depends on their addresses alone is made once."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


def remember_addresses() -> None:
    """Werkzeug compiles two functions for each address of each application: five sixths of what making one takes.

    They depend on the address alone, so all applications of a run share them.
    """
    compiled: dict[object, Callable[..., Any]] = {}
    compile_one = Rule._compile_builder

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = (tuple(rule._trace), tuple((rule.defaults or {}).items()), append_unknown)
        if key not in compiled:
            compiled[key] = compile_one(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = remembered  # type: ignore[assignment]
