"""A fit and a benchmark killed at any moment: the tables and the output there before, or the new ones, whole."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paychart.pay.composition import MARK, table_path
from paychart_lab.people_fit.pums import NUMBERS
from paychart_lab.people_fit.replacing import replace_together

Moments = Callable[..., Iterator[float]]
TABLES = ("effects", "composition", "spread", "correlation", "employer_education", "level")


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up person file of 3,000 workers, enough to fit."""
    chance = random.Random(5)
    path = tmp_path_factory.mktemp("persons") / "psam_p08.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["SERIALNO", "STATE", "PUMA", *NUMBERS])
        for number in range(3000):
            school = chance.randint(14, 24)
            pay = int(30_000 * 1.06 ** (school - 14) * chance.lognormvariate(0, 0.4))
            code, industry = chance.choice(((3515, 8191), (350, 8090), (3255, 8270)))
            place = (f"2024HU{number:07d}", "08", f"{number % 9:05d}", 50)
            person = (chance.randint(25, 60), school, 1, 1, 40, 52, pay, code, industry)
            rows.writerow([*place, *person])
    return path


def _fit(persons: Path, folder: Path) -> str:
    return (
        "from pathlib import Path; from paychart_lab.people_fit.run import run_fit; "
        f"run_fit(Path({str(persons)!r}), Path({str(folder)!r}), threads=1)"
    )


def _state(folder: Path) -> dict[str, bytes]:
    """The six tables as a reader finds them."""
    found = {}
    for name in TABLES:
        path = table_path(folder, f"people_{name}.csv")
        found[name] = path.read_bytes() if path else b""
    return found


@pytest.mark.slow
def test_a_fit_killed_at_twelve_moments(tmp_path: Path, persons: Path, kill_at_moments: Moments) -> None:
    folder = tmp_path / "people"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _fit(persons, folder)], check=True)
    longest = time.perf_counter() - start
    new = _state(folder)
    old = dict.fromkeys(TABLES, b"old")
    for name in TABLES:
        (folder / f"people_{name}.csv").write_bytes(b"old")
    for moment in kill_at_moments(_fit(persons, folder), 12, longest):
        assert _state(folder) in (old, new), f"after {moment:.2f} s"
    subprocess.run([sys.executable, "-c", _fit(persons, folder)], check=True)
    assert _state(folder) == new
    assert sorted(p.name for p in folder.iterdir()) == sorted(f"people_{name}.csv" for name in TABLES)


@pytest.mark.parametrize("step", range(13))
def test_tables_replaced_together_whichever_step_is_the_last(tmp_path: Path, step: int) -> None:
    """Killed at its n-th touch of the disk: six drafts, the mark, six renames."""
    names = [f"people_{name}.csv" for name in TABLES]
    for name in names:
        (tmp_path / name).write_text("old")
    process = os.fork()
    if process == 0:
        left = [step]

        def then_die(work: Callable[..., object]) -> Callable[..., object]:
            def one(*values: object, **named: object) -> object:
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1
                return work(*values, **named)

            return one

        Path.write_text = then_die(Path.write_text)  # type: ignore[method-assign]
        Path.touch = then_die(Path.touch)  # type: ignore[method-assign]
        Path.replace = then_die(Path.replace)  # type: ignore[method-assign]
        replace_together(tmp_path, {name: lambda path: path.write_text("new") for name in names})
        os._exit(0)
    os.waitpid(process, 0)
    read = {path.read_text() for name in names if (path := table_path(tmp_path, name))}
    assert read == ({"old"} if step <= 6 else {"new"})
    replace_together(tmp_path, {name: lambda path: path.write_text("newer") for name in names})
    assert {(tmp_path / name).read_text() for name in names} == {"newer"}
    assert not (tmp_path / MARK).exists()


@pytest.mark.slow
def test_a_benchmark_killed_at_twelve_moments(
    tmp_path: Path, store_path: Path, kill_at_moments: Moments
) -> None:
    payroll, target = tmp_path / "payroll.csv", tmp_path / "out" / "priced.csv"
    target.parent.mkdir()
    with payroll.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Job Title", "Location", "Base Pay"])
        rows.writerows(["Medical coder", "Denver, CO", 40_000 + n] for n in range(20_000))
    program = (
        "from pathlib import Path; from paychart.data.store import open_store; "
        "from paychart.employers.benchmark import benchmark; "
        f"benchmark({str(payroll)!r}, Path({str(target)!r}), open_store(Path({str(store_path)!r})))"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=env)
    longest = time.perf_counter() - start
    new = target.read_bytes()
    assert new.count(b"\n") == 20_001
    target.write_bytes(b"old")
    for moment in kill_at_moments(program, 12, longest, {"TMPDIR": str(tmp_path)}):
        assert target.read_bytes() in (b"old", new), f"after {moment:.2f} s"
    subprocess.run([sys.executable, "-c", program], check=True, env=env)
    assert target.read_bytes() == new
    # Nothing of the killed runs is left: they held people's pay.
    assert sorted(p.name for p in target.parent.iterdir()) == ["priced.csv", "priced.summary.html"]
    assert not list(tmp_path.glob("paychart-payroll-*"))
