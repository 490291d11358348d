"""Applications are made by the thousand in a run of the tests; what depends on their addresses alone is made once."""

from typing import Any

from werkzeug.routing import Rule


def remember_addresses() -> None:
    """Werkzeug reads each address of each application and compiles two functions for it: most of what making one takes.

    All of it follows from the address and the kinds of numbers in it, so all applications of a run share it.
    """
    read: dict[object, dict[str, Any]] = {}
    compile_one = Rule.compile

    def remembered(rule: Rule) -> None:
        assert rule.map is not None
        defaults = tuple((rule.defaults or {}).items())
        kinds = tuple(rule.map.converters.values())
        key = (rule.rule, rule.subdomain, rule.host, rule.map.host_matching, rule.merge_slashes, defaults, kinds)
        if key not in read:
            compile_one(rule)
            read[key] = {
                "_parts": rule._parts,
                "_trace": rule._trace,
                "_converters": rule._converters,
                "arguments": rule.arguments,
                "builders": (rule._build.__func__, rule._build_unknown.__func__),  # type: ignore[attr-defined]
            }
            return
        for name, made in read[key].items():
            if name != "builders":
                setattr(rule, name, made)
        rule._build, rule._build_unknown = (each.__get__(rule, None) for each in read[key]["builders"])

    Rule.compile = remembered  # type: ignore[method-assign]
