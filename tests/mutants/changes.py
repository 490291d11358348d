"""The small changes: operators of Cosmic Ray, of each kind the one that a person could have typed by mistake."""

from collections.abc import Iterator

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

_COMPARISONS = (
    ("Lt", "LtE"), ("LtE", "Lt"), ("Gt", "GtE"), ("GtE", "Gt"), ("Lt", "GtE"), ("GtE", "Lt"),
    ("Eq", "NotEq"), ("NotEq", "Eq"), ("Is", "IsNot"), ("IsNot", "Is"),
)  # fmt: skip
_ARITHMETIC = (("Add", "Sub"), ("Sub", "Add"), ("Mul", "FloorDiv"), ("FloorDiv", "Mul"), ("Mod", "FloorDiv"))
_OTHERS = (
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub", "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip
OPERATORS = (
    *(f"core/ReplaceComparisonOperator_{before}_{after}" for before, after in _COMPARISONS),
    *(f"core/ReplaceBinaryOperator_{before}_{after}" for before, after in _ARITHMETIC),
    *(f"core/{name}" for name in _OTHERS),
)


def changed(source: str) -> Iterator[tuple[str, str]]:
    """Every mutant of a module: what was done, and its source."""
    for name in OPERATORS:
        operator, occurrence = get_operator(name)(), 0
        while (mutant := mutate_code(source, operator, occurrence)) is not None:
            yield name.removeprefix("core/"), mutant
            occurrence += 1
