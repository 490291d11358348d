"""`python -m tests.mutants [TARGET …]`: try every mutant of the code that decides; fail when one survives.

Works in copies of the project, one for each process, and never touches the project's own files. First it runs every
test unchanged and notes which functions it calls and which lines it runs. A mutant is then tried by the tests that run
the changed line: first those that caught the last mutants of the same file, then those that run lines of the same
function that few others run. The test of a refusal is the one that is refused. With --again it tries only what survived
in an earlier report of this program.
"""

import argparse
import os
import pickle
import sys
import tempfile
from ast import AsyncFunctionDef, FunctionDef, parse, walk
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mutants.changes import Change, changed
from tests.mutants.reports import Survivor, survived, survivor, survivors
from tests.mutants.runs import Traced
from tests.mutants.targets import EQUIVALENT, TARGETS, Target
from tests.mutants.workers import ROOT, Mutant, Workers

Traces = dict[str, tuple[list[Traced], frozenset[str]]]
"""By file of tests: its tests, and the functions that are called before any of them."""


def mutants(
    patterns: tuple[str, ...], only: tuple[str, ...], tests: list[Traced], beforehand: frozenset[str]
) -> Iterator[Mutant]:
    """All mutants of some files, except those that are known to change nothing.

    SystemExit when a pattern matches no file, and when a change that is known to change nothing is no longer made.
    """
    quick = tuple(sorted(tests, key=lambda test: test.seconds))
    for path in sorted({path for pattern in patterns for path in _found(pattern)}):
        source, name = path.read_text("utf-8"), str(path.relative_to(ROOT))
        if not name.startswith(only):
            continue
        equal = {(before, after) for file, before, after in EQUIVALENT if file == name}
        made = [(change, _lines(source, change)) for change in changed(source)]
        if gone := equal - {lines for _, lines in made}:
            sys.exit(f"targets.py: {name} is never changed so: {gone}")
        near = _near(quick, name)
        for change, lines in made:
            function = _function_at(source, change.line)
            known = function is not None and f"{name}:{function[0]}" not in beforehand
            if lines not in equal:
                asking = _asking(quick, name, function, change.line) if function else near
                yield Mutant(name, change.source, asking, () if known else _with(asking, near))


def _asking(tests: tuple[Traced, ...], name: str, function: range, line: int) -> tuple[Traced, ...]:
    """The tests that run a line, or call its function if no test is seen to run the line; the likeliest first."""
    callers = [test for test in tests if f"{name}:{function[0]}" in test.calls]
    callers = [test for test in callers if f"{name}:{line}" in test.lines] or callers
    return _first_the_rare(callers, {f"{name}:{each}" for each in function})


def _with(first: tuple[Traced, ...], every: tuple[Traced, ...]) -> tuple[Traced, ...]:
    """All of these tests, some of them first."""
    asked = {each.test for each in first}
    return (*first, *(each for each in every if each.test not in asked))


def _near(tests: tuple[Traced, ...], name: str) -> tuple[Traced, ...]:
    """The tests that run code of a file, or all if none does."""
    lines = {line for test in tests for line in test.lines if line.startswith(f"{name}:")}
    return _first_the_rare([test for test in tests if lines & test.lines] or tests, lines)


def _first_the_rare(tests: Sequence[Traced], lines: set[str]) -> tuple[Traced, ...]:
    """The tests in order: first those that quickly run lines of these which few other tests run."""
    ran = {test.test: lines & test.lines for test in tests}
    often = Counter(each for run in ran.values() for each in run)
    rare = {test: sum(1 / often[each] for each in run) for test, run in ran.items()}
    return tuple(sorted(tests, key=lambda test: -rare[test.test] / (test.seconds + 0.1)))


def _lines(source: str, change: Change) -> tuple[str, str]:
    return source.splitlines()[change.line - 1].strip(), change.source.splitlines()[change.line - 1].strip()


def _found(pattern: str) -> list[Path]:
    return list(ROOT.glob(pattern)) or sys.exit(f"targets.py: no file matches {pattern}")


def _function_at(source: str, line: int) -> range | None:
    """The lines of the function around a line; None where a line is run when the module is imported."""
    for node in walk(parse(source)):
        if isinstance(node, FunctionDef | AsyncFunctionDef) and node.body[0].lineno <= line <= (node.end_lineno or 0):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            return range(first, (node.end_lineno or 0) + 1)
    return None


def test_files(target: Target) -> list[str]:
    """The files of tests of a target, below the project's folder; SystemExit when one is not there."""
    found = [path for name in target.tests for path in _test_files(ROOT / name)]
    return sorted({str(path.relative_to(ROOT)) for path in found if str(path.relative_to(ROOT)) not in target.without})


def _test_files(path: Path) -> list[Path]:
    found = [path] if path.is_file() else list(path.rglob("test_*.py"))
    return found or sys.exit(f"targets.py: no tests in {path}")


def judge(name: str, every: list[Mutant], workers: Workers) -> int:
    """How many mutants of a target survive; each is printed when it is found."""
    left, alive = Counter(mutant.path for mutant in every), Counter[str]()
    for mutant, survives in workers.each(every):
        if survives:
            alive[mutant.path] += 1
            print(survived(mutant), flush=True)
        left[mutant.path] -= 1
        if not left[mutant.path]:
            print(f"{mutant.path}: all tried, {alive[mutant.path]} survived", flush=True)
    print(f"{name}: {len(every)} mutants, {alive.total()} survived", flush=True)
    return alive.total()


def _made(name: str, only: tuple[str, ...], traces: Traces) -> list[Mutant]:
    """The mutants of a target, each with the tests that call it."""
    tests = [test for file in test_files(TARGETS[name]) for test in traces[file][0]]
    beforehand = frozenset[str]().union(*(called for _, called in traces.values()))
    every = list(mutants(TARGETS[name].files, only, tests, beforehand))
    print(f"{name}: {len(every)} mutants, {len(tests)} tests", flush=True)
    return every


def _again(made: dict[str, list[Mutant]], earlier: frozenset[Survivor]) -> dict[str, list[Mutant]]:
    """The mutants that survived earlier. Where one no longer exists it prints the reason and does not try it."""
    known = {name: [(mutant, survivor(mutant)) for mutant in every] for name, every in made.items()}
    gone = earlier.difference(as_told for each in known.values() for _, as_told in each)
    for path, lines in sorted(gone):
        reason = EQUIVALENT.get((path, lines[0][1:], lines[-1][1:]), "it is not made any more, or was not asked for")
        print("\n".join([f"not tried: {path}: {reason}", *lines]), flush=True)
    print(f"tried again: {len(earlier) - len(gone)} of {len(earlier)} changes that survived", flush=True)
    return {name: [mutant for mutant, as_told in each if as_told in earlier] for name, each in known.items()}


def _targets_of(paths: set[str]) -> list[str]:
    return [name for name in TARGETS if paths & _files([name])]


def _files(names: list[str]) -> set[str]:
    """The files that these targets change."""
    return {
        str(path.relative_to(ROOT)) for name in names for pattern in TARGETS[name].files for path in _found(pattern)
    }


def _traced(workers: Workers, files: list[str], kept: Path | None) -> Traces:
    traces: Traces = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}
    for file, traced in workers.each([file for file in files if file not in traces]):
        traces[file] = traced
        if kept:
            kept.write_bytes(pickle.dumps(traces))
    return traces


def main() -> int:
    """Entry point; 1 when a mutant survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="what to change (everything)")
    parser.add_argument(
        "--only", action="append", metavar="PATH", help="change only files whose path begins so; may be said again"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--traces", type=Path, metavar="FILE", help="keep here what each test calls, for the next time")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try only what survived in this earlier report")
    options = parser.parse_args()
    earlier = survivors(options.again) if options.again else None
    names = options.targets or (list(TARGETS) if earlier is None else _targets_of({each.path for each in earlier}))
    files = sorted({file for name in names for file in test_files(TARGETS[name])})
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        workers = Workers(options.processes, Path(folder).resolve(), files, frozenset(_files([*TARGETS])))
        try:
            traces = _traced(workers, files, options.traces)
            only = tuple(options.only or [""])
            made = {name: _made(name, only, traces) for name in names}
            tried = made if earlier is None else _again(made, earlier)
            return int(sum(judge(name, every, workers) for name, every in tried.items()) > 0)
        finally:
            workers.close()


if __name__ == "__main__":
    sys.exit(main())
