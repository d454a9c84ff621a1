"""A seeded sample of mutants of the pay core, each held against the tests that run its line.

    python scripts/mutation_sample.py trace [tests]   # which test runs which line (.mutation/); named tests are added
    python scripts/mutation_sample.py run 400 [seed] [word]   # the sample; MUTATION_SECONDS=600 stops it earlier

The mutants are mutmut's. Its own runner copies every function once for each mutant, which the array code here takes an
hour to import; this one forks a process that has all modules and tests loaded, gives the one function the mutant's
code, and stops at the first test that fails. A change that an import has used up is put in the import's way, in a
process that has only the libraries. The sample takes from every module by the number of its mutants, at least three.
A mutant on a line that no traced test runs is not killed; one that outlasts its time is told apart from those killed.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import gc
import importlib.abc
import importlib.util
import inspect
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import time
import types
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAY = ROOT / "src" / "paychart" / "pay"
WORK = ROOT / ".mutation"
# The model's own tests come last: a trace that is stopped lacks those, not the quick ones.
TESTS = (
    "tests/settled",
    "tests/properties",
    *(f"tests/unit/pay/{path.name}" for path in sorted((ROOT / "tests/unit/pay").glob("test_*.py"))),
    "tests/unit/pay/time",
    "tests/unit/people_fit",
    "tests/unit/data/sources/test_oews_research.py",
    "tests/unit/pay/model",
)
TRACE, TIMES, RESULTS = WORK / "trace.sqlite", WORK / "times.json", WORK / "results.json"
MOST_SECONDS = 8.0  # of tests for one mutant, the quickest first
LIMIT = float(
    os.environ.get("MUTATION_SECONDS", "inf")
)  # of a whole run; a run that is stopped is a smaller sample
EXAMPLES = 25  # of a property
PLAIN = ("-q", "-p", "no:cacheprovider", "--no-header", "--tb=no")


@dataclass(frozen=True)
class Mutant:
    """One changed module: its dotted name, the line changed, what changed, the new source."""

    module: str
    line: int
    change: str
    source: str
    at_import: bool


class FewExamples:
    """A pytest plugin: a property is tried on few examples, whatever the tests' own profile says."""

    def pytest_collection(self, session: Any) -> None:
        import hypothesis

        hypothesis.settings.register_profile(
            "mutation", derandomize=True, max_examples=EXAMPLES, deadline=None, database=None
        )
        hypothesis.settings.load_profile("mutation")


class Tracer:
    """A pytest plugin that notes for each test the lines it ran and the seconds it took."""

    def __init__(self, coverage: Any) -> None:
        self.coverage, self.times = coverage, dict[str, float]()

    def pytest_runtest_setup(self, item: Any) -> None:
        self.coverage.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call" and report.passed:
            self.times[report.nodeid] = report.duration


def trace(paths: list[str]) -> None:
    """Run the tests once and note which line each of them runs; with `paths` those only, added to what is known."""
    import coverage
    import pytest

    WORK.mkdir(exist_ok=True)
    if not paths:
        TRACE.unlink(missing_ok=True)
    measured = coverage.Coverage(data_file=str(TRACE), source=[str(PAY)], branch=False, config_file=False)
    tracer = Tracer(measured)
    if paths:
        measured.load()
        tracer.times = json.loads(TIMES.read_text())
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped early, it keeps what it has
    measured.start()
    pytest.main(
        [*PLAIN, "--continue-on-collection-errors", *(paths or TESTS)], plugins=[tracer, FewExamples()]
    )
    measured.stop()
    measured.save()
    TIMES.write_text(json.dumps(tracer.times))
    print(f"{len(tracer.times)} tests traced")


def tests_by_line() -> dict[str, dict[int, list[str]]]:
    """File -> line -> tests, quickest first; "" among them is the import. A statement's lines share their tests."""
    from coverage.numbits import numbits_to_nums

    times = {"": float("inf"), **json.loads(TIMES.read_text())}
    ran: dict[str, dict[int, set[str]]] = {}
    with contextlib.closing(sqlite3.connect(TRACE)) as db:
        for path, test, bits in db.execute(
            "SELECT path, context, numbits FROM line_bits JOIN file ON file.id = file_id "
            "JOIN context ON context.id = context_id"
        ):
            if test in times:
                for line in numbits_to_nums(bits):
                    ran.setdefault(path, {}).setdefault(line, set()).add(test)
    found: dict[str, dict[int, list[str]]] = {}
    for path, of_line in ran.items():
        for lines in statements(Path(path)):
            tests = set().union(*(of_line.get(line, set()) for line in lines))
            for line in lines:
                found.setdefault(path, {})[line] = sorted(tests, key=lambda t: (times[t], t))
    return found


def statements(path: Path) -> list[range]:
    """The lines of each statement, of a block only its head: Python reports a long one by some of its lines."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = max(node.lineno + 1, body[0].lineno) if body else (node.end_lineno or node.lineno) + 1
            found.append(range(node.lineno, end))
    return found


def changes(path: Path) -> tuple[Any, list[Any]]:
    """A module as parsed, and every change mutmut would make to it."""
    from mutmut.mutation.file_mutation import create_mutations

    module, found, *_ = create_mutations(str(path), path.read_text(encoding="utf-8"))
    return module, found


def mutant(path: Path, module: Any, change: Any) -> Mutant:
    """The module with one change made."""
    source = module.deep_replace(change.original_node, change.mutated_node).code
    before, after = path.read_text(encoding="utf-8").splitlines(), source.splitlines()
    line = next((i for i, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b), 0)
    shown = [d for d in difflib.unified_diff(before, after, lineterm="", n=0) if d[0] in "+-"][2:]
    name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    at_import = change.contained_by_top_level_function is None
    return Mutant(name, line, " ".join(" ".join(d.split()) for d in shown)[:240], source, at_import)


def sample(number: int, seed: int, word: str) -> list[Mutant]:
    """`number` mutants, from every module by its share of all, at least three."""
    chance = random.Random(seed)
    paths = [p for p in sorted(PAY.rglob("*.py")) if word in str(p.relative_to(PAY))]
    of_module = {path: changes(path) for path in paths}
    whole = sum(len(found) for _, found in of_module.values())
    chosen = []
    for path, (module, found) in of_module.items():
        taken = chance.sample(found, min(len(found), max(3, round(number * len(found) / whole))))
        chosen += [made for made in (mutant(path, module, change) for change in taken) if made.line]
    chance.shuffle(chosen)  # a run that is stopped is a smaller sample
    print(f"{whole:,} mutants, {len(chosen)} taken", flush=True)
    return chosen


def bodies(code: Any, path: str = "") -> dict[str, Any]:
    """Every function body compiled in a module, by its qualified name; those within functions stay with them."""
    found = {}
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            name = f"{path}{part.co_name}"
            found.update({name: part} if part.co_flags & inspect.CO_NEWLOCALS else bodies(part, f"{name}."))
    return found


def same_but_lines(code: Any) -> Any:
    """What a function's body does, whatever the numbers of its lines."""
    if not isinstance(code, types.CodeType):
        return type(code), code
    return code.co_code, code.co_names, code.co_varnames, tuple(same_but_lines(c) for c in code.co_consts)


def function_at(module: Any, name: str) -> Any:
    """The plain function under properties, caches and class methods."""
    holder, *rest = name.split(".")
    found = vars(module)[holder]
    for part in rest:
        found = vars(found)[part]
    for wrapper in ("fget", "func", "__func__", "__wrapped__"):
        found = getattr(found, wrapper, None) or found
    return found


def swap(mutant: Mutant) -> bool:
    """Give the loaded module's function the mutant's code; False where the change is not in one function's body."""
    module = sys.modules.get(mutant.module)
    if module is None:
        return False
    path = str(ROOT / "src" / Path(*mutant.module.split("."))) + ".py"
    before = bodies(compile(Path(path).read_text(encoding="utf-8"), path, "exec"))
    after = bodies(compile(mutant.source, path, "exec"))
    changed = [n for n in before if n not in after or same_but_lines(before[n]) != same_but_lines(after[n])]
    if len(changed) != 1 or changed[0] not in after:
        return False
    try:
        function_at(module, changed[0]).__code__ = after[changed[0]]
    except (KeyError, AttributeError, TypeError, ValueError):
        return False
    return True


class Substitute(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """An import finder that gives one module other source."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.path = str(ROOT / "src" / Path(*mutant.module.split("."))) + ".py"

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_filename(self, name: str) -> str:
        return self.path

    def get_data(self, path: str) -> bytes:
        if not path.endswith(".py"):
            raise OSError(path)  # no cached byte code
        return self.mutant.source.encode()


def prepare() -> None:
    """Load what every test loads and no mutant changes; the default store is linked instead of built."""
    import duckdb  # noqa: F401
    import hypothesis  # noqa: F401
    import numpy  # noqa: F401
    import pytest  # noqa: F401
    import scipy.special
    import scipy.stats  # noqa: F401

    import paychart.data.store

    build = paychart.data.store.build_store
    ready = paychart.data.store.default_path()
    if not ready.exists():
        build(ready)

    def link(path: Path, **options: Any) -> str:
        if set(options) <= {"wait"} and not path.exists():
            os.link(ready, path)
            return ""
        return build(path, **options)

    paychart.data.store.build_store = link
    for name in [n for n in sys.modules if n == "paychart" or n.startswith("paychart.pay")]:
        assert not name.startswith("paychart.pay"), f"{name} is loaded before its mutants"


NOT_SWAPPED = 77


def quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


class Loaded:
    """A process with every test and module loaded, that forks itself for each mutant it is asked about."""

    def __init__(self, tests: list[str]) -> None:
        ours, theirs = multiprocessing.Pipe()
        if os.fork() == 0:
            ours.close()
            quiet()
            import pytest

            pytest.main([*PLAIN, "--collect-only", *tests])
            gc.freeze()
            while True:
                try:
                    asked = theirs.recv()
                except EOFError:
                    os._exit(0)
                theirs.send(outcome(*asked, loaded=True))
        theirs.close()
        self.pipe = ours

    def outcome(self, mutant: Mutant, tests: list[str], seconds: float) -> str:
        self.pipe.send((mutant, tests, seconds))
        return str(self.pipe.recv())


def outcome(mutant: Mutant, tests: list[str], seconds: float, loaded: bool = False) -> str:
    """ "killed", "survived", "out of time" or "not swapped", from a forked process."""
    child = os.fork()
    if child == 0:
        signal.alarm(int(15 + 3 * seconds))
        quiet()
        if not loaded:
            sys.meta_path.insert(0, Substitute(mutant))
        elif mutant.change and not swap(mutant):
            os._exit(NOT_SWAPPED)
        import pytest

        code = 1
        with contextlib.suppress(BaseException):
            code = int(pytest.main([*PLAIN, "-x", *tests], plugins=[FewExamples()]))
        os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return "out of time"
    if loaded and os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, 1):
        return "not swapped"  # nor did its tests begin
    return "survived" if status == 0 else "killed"


def control(times: dict[str, float], server: Loaded) -> None:
    """The quickest test of each file on unchanged source, and the quickest two thirds of all where everything is
    loaded: what fails there would kill anything."""
    quickest: dict[str, str] = {}
    for test in sorted(times, key=lambda t: -times[t]):
        quickest[test.split("::")[0]] = test
    path = PAY / "interpolation.py"
    same = Mutant("paychart.pay.interpolation", 1, "", path.read_text(encoding="utf-8"), False)
    if outcome(same, list(quickest.values()), 60.0) != "survived":
        sys.exit("A test fails on the unchanged source: nothing would be measured.")
    if server.outcome(same, sorted(times, key=lambda t: times[t])[: 2 * len(times) // 3], 60.0) != "survived":
        sys.exit("A test fails on the unchanged source where all is loaded: nothing would be measured.")


def run(number: int, seed: int, word: str) -> None:
    """Draw the sample, hold each mutant against its tests, print the survivors and the table by module."""
    chosen = sample(number, seed, word)
    lines, times = tests_by_line(), json.loads(TIMES.read_text())
    prepare()
    server = Loaded(sorted({test.split("::")[0] for test in times}))
    control(times, server)
    counts: dict[str, Counter[str]] = {}
    rows = []
    start = time.monotonic()
    for at, mutant in enumerate(chosen):
        path = str(ROOT / "src" / Path(*mutant.module.split("."))) + ".py"
        begun = time.monotonic()
        tests: list[str] = []
        seconds = 0.0
        of_file = lines.get(path, {})
        of_line = [test for test in of_file.get(mutant.line, []) if test]
        # A line that runs at import only runs in no test's name: any test of the module may tell.
        imported = not of_line and (mutant.at_import or "" in of_file.get(mutant.line, []))
        everywhere = sorted({t for found in of_file.values() for t in found if t}, key=lambda t: times[t])
        for test in everywhere if imported else of_line:
            if tests and seconds + times[test] > MOST_SECONDS:
                break
            tests.append(test)
            seconds += times[test]
        result = "not run"
        if tests:
            result = "not swapped" if imported else server.outcome(mutant, tests, seconds)
        if result == "not swapped":
            result = outcome(mutant, tests, seconds)
        of_module = counts.setdefault(mutant.module.removeprefix("paychart.pay."), Counter())
        of_module[result] += 1
        of_module["at import"] += imported
        took = round(time.monotonic() - begun, 1)
        rows.append([mutant.module, mutant.line, mutant.change, result, took])
        if result != "killed":
            print(f"{result}: {mutant.module}:{mutant.line} {mutant.change}", flush=True)
        if at % 20 == 19:
            killed = sum(c["killed"] for c in counts.values())
            print(
                f"-- {at + 1} of {len(chosen)}, {killed} killed, {time.monotonic() - start:.0f} s", flush=True
            )
        RESULTS.write_text(json.dumps(rows, indent=0))
        if time.monotonic() - start > LIMIT:
            print(f"stopped after {at + 1}")
            break
    report(counts)


def report(counts: dict[str, Counter[str]]) -> None:
    """The table by module and its sum; those at import are among the others."""
    print(
        "| module | drawn | killed | alive | out of time | not run | at import |\n|---|--:|--:|--:|--:|--:|--:|"
    )
    kinds = ("killed", "survived", "out of time", "not run")
    for module, found in [*sorted(counts.items()), ("all", sum(counts.values(), Counter[str]()))]:
        numbers = [sum(found[kind] for kind in kinds), *(found[kind] for kind in kinds), found["at import"]]
        print(f"| {module} | {' | '.join(map(str, numbers))} |", flush=True)


def main() -> None:
    os.chdir(ROOT)
    if sys.argv[1:2] == ["trace"]:
        trace(sys.argv[2:])
    elif sys.argv[1:2] == ["run"]:
        number = int(sys.argv[2]) if len(sys.argv) > 2 else 400
        run(number, int(sys.argv[3]) if len(sys.argv) > 3 else 1, sys.argv[4] if len(sys.argv) > 4 else "")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
