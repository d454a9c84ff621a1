"""What is fuzzed: each door by which foreign bytes or words enter, and what must be true of whatever comes in.

A target may answer or raise a `PaychartError`; anything else is a crash. An answer must hold: numbers are finite,
wages are not below zero, percentiles are in order where they were read.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import fuzz_seeds as seeds
from fuzz_mutations import EVIL, mutate_bytes, mutate_table, mutate_zip

from paychart import Profile
from paychart.data.sources import eci, oews_flat, oews_research, oews_yearly, projections, rpp
from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.words import resolve_profile
from paychart_lab.people_fit import pums
from paychart_lab.titles import onet

Case = Callable[[random.Random, Path, Store], None]


@dataclass(frozen=True)
class Target:
    """One door. `share` is its part of a campaign's cases; `run` makes, damages and reads one file."""

    name: str
    share: float
    run: Case


def _finite(values: object) -> None:
    for value in values if isinstance(values, list | tuple) else [values]:
        assert not isinstance(value, float) or math.isfinite(value), f"{value} passed for a number"


def _table_finite(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
        _finite(row)


@cache
def _seed(make: Callable[..., bytes], *arguments: object) -> bytes:
    return make(*arguments)


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _any(content: bytes, chance: random.Random, delimiter: str) -> bytes:
    return (
        mutate_bytes(content, chance) if chance.random() < 0.5 else mutate_table(content, chance, delimiter)
    )


_FLAT = seeds.oews_flat()
_PARITIES = seeds.price_parities()


def _oews_flat(chance: random.Random, folder: Path, _: Store) -> None:
    chosen = chance.choice((oews_flat.DATA, *_FLAT))
    for name, content in _FLAT.items():
        _write(folder, name, _any(content, chance, "\t") if name == chosen else content)
    with duckdb.connect(config={"threads": 1}) as connection:
        oews_flat.load(connection, folder)
        _table_finite(connection, "cell")
        _table_finite(connection, "release")
        low = connection.execute(
            "SELECT min(least(annual_p10, hourly_p10, employment)) FROM cell"
        ).fetchall()[0][0]
        assert low is None or low >= 0, f"a wage or a number of jobs of {low}"


def _yearly_csv(chance: random.Random, folder: Path, _: Store) -> None:
    path = _write(folder, "national_M2018_dl.csv", _any(_seed(seeds.yearly_csv), chance, ","))
    for _, _, cell in oews_yearly.read(oews_yearly.YearlyFile(path, "national", 2018)):
        _finite(cell)


def _yearly_xlsx(chance: random.Random, folder: Path, _: Store) -> None:
    path = _write(folder, "national_M2024_dl.xlsx", mutate_zip(_seed(seeds.yearly_xlsx), chance))
    for _, _, cell in oews_yearly.read(oews_yearly.YearlyFile(path, "national", 2024)):
        _finite(cell)


def _research(chance: random.Random, folder: Path, _: Store) -> None:
    _write(folder, "oes_research_2024_allsectors.xlsx", mutate_zip(_seed(seeds.research_xlsx), chance))
    with duckdb.connect(config={"threads": 1}) as connection:
        oews_research.load(connection, folder)
        _table_finite(connection, "state_industry")


def _projections(chance: random.Random, folder: Path, _: Store) -> None:
    if chance.random() < 0.5:
        path = _write(folder, "occupation.xlsx", mutate_zip(_seed(seeds.occupation_xlsx), chance))
        rows = list(projections.read_occupation_workbook(path))
    else:
        path = _write(folder, "education.xlsx", mutate_zip(_seed(seeds.education_xlsx), chance))
        rows = list(projections.read_education_workbook(path))
    for row in rows:
        _finite(row)


def _rpp(chance: random.Random, folder: Path, _: Store) -> None:
    chosen = chance.choice(tuple(_PARITIES))
    for name, content in _PARITIES.items():
        _write(folder, name, _any(content, chance, ",") if name == chosen else content)
    for row in rpp.read_official(folder)[0]:
        _finite(row)
        assert all(v > 0 for v in row[4:]), row


def _eci(chance: random.Random, folder: Path, _: Store) -> None:
    path = _write(folder, "ci.data.1.AllData", _any(_seed(seeds.employment_costs), chance, "\t"))
    for row in eci.read_flat(path):
        _finite(row)


def _onet(chance: random.Random, folder: Path, _: Store) -> None:
    name = chance.choice(tuple(onet.TABLES))
    _write(folder, f"{name}.txt", _any(_seed(seeds.onet_table, name), chance, "\t"))
    for row in onet.rows(folder, name):
        assert all(isinstance(value, str) for value in row.values())


def _persons(chance: random.Random, folder: Path, _: Store) -> None:
    form = chance.choice(("csv", "csv", "zip", "parquet"))
    if form == "csv":
        path = _write(folder, "psam_p08.csv", _any(_seed(seeds.persons_csv), chance, ","))
    elif form == "zip":
        path = _write(
            folder, "csv_pco.zip", mutate_zip(seeds.zipped("psam_p08.csv", _seed(seeds.persons_csv)), chance)
        )
    else:
        content = mutate_bytes(_seed(seeds.parquet, _seed(seeds.persons_csv)), chance)
        path = _write(folder, "p_08.parquet", content)
    with duckdb.connect(config={"threads": 1}) as connection:
        files = pums.load_persons(connection, path)
        assert files.rows > 0


def _payroll(form: str) -> Case:
    def run(chance: random.Random, folder: Path, _: Store) -> None:
        from paychart.employers.benchmark import understand, understand_held

        if form == "csv":
            content = _any(_seed(seeds.payroll_csv), chance, ",")
        elif form == "xlsx":
            content = mutate_zip(_seed(seeds.payroll_xlsx), chance)
        else:
            table = _seed(seeds.payroll_csv)
            content = mutate_bytes(_seed(seeds.parquet, table), chance)
        path = _write(folder, f"payroll.{form}", content)
        if chance.random() < 0.3:
            understood = understand_held(path.name, content)
        else:
            understood = understand(str(path))
        assert set(understood.columns.role.values()) <= set(understood.payroll.header)
        assert understood.payroll.sample

    return run


def _surveys(chance: random.Random, folder: Path, store: Store) -> None:
    from paychart.employers.surveys import read_surveys

    content = seeds.lines(
        [
            ("occupation", "p25", "p50", "p75", "n", "date"),
            ("29-2072", "44000", "52000", "63000", "40", "2026-03-01"),
        ],
        ",",
    )
    for survey in read_surveys(_write(folder, "survey.csv", _any(content, chance, ",")), store):
        _finite(tuple(survey.percentiles.values()))


def _jobs(chance: random.Random, folder: Path, _: Store) -> None:
    from paychart.employers.ranges_files import read_jobs

    content = seeds.lines(
        [("grade", "occupation", "weight"), ("G5", "29-2072", "1"), ("G6", "29-9021", "2")], ","
    )
    for job in read_jobs(_write(folder, "jobs.csv", _any(content, chance, ","))):
        _finite(job.weight)


def _cells(chance: random.Random, folder: Path, _: Store) -> None:
    from paychart.pay.predict_file import read_rows

    content = seeds.lines(
        [("occupation", "area", "industry"), ("29-2072", "Ohio", ""), ("coder", "", "hospital")], ","
    )
    header, rows = read_rows(_write(folder, "cells.csv", _any(content, chance, ",")))
    assert all(len(row) == len(header) for row in rows)


def _model(chance: random.Random, folder: Path, _: Store) -> None:
    from paychart.pay.model.table import read

    table = read(_write(folder, "model.npz", mutate_zip(_small_model(), chance)))
    assert len(table.first) == len(table.columns) + 1
    assert len(table.wage) == len(table.row) == table.first[-1]


@cache
def _small_model() -> bytes:
    import numpy as np

    from paychart.pay.model.table import ModelTable

    return ModelTable(
        "hash", "plain", ("0000000", "0800000"), np.array([255, 0], np.uint8), ("29-2072",), np.zeros(1, np.uint8),
        np.array([0, 2]), np.array([0, 1], np.uint16), np.full((2, 6), 10.8, np.float32),
        np.full(2, 0.05, np.float32), np.full(2, 100, np.float32), np.array([True, False]),
        np.ones((3, 4, 6, 1, 5, 3), np.float32),
    ).encode()  # fmt: skip


def _guide(chance: random.Random, _: Path, store: Store) -> None:
    from paychart.claims.run import check_guide

    raw = chance.choice(seeds.GUIDES)
    if chance.random() < 0.5:
        raw = mutate_bytes(raw, chance)
    else:
        words = raw.decode().split(" ")
        for _ in range(chance.choice((1, 3, 9))):
            words[chance.randrange(len(words))] = chance.choice((*EVIL, *words, "$1e99", "150%", "May 2099"))
        raw = " ".join(words).encode("utf-8", errors="replace")
    if len(raw) > 20_000:
        raw = raw[:20_000]
    name = chance.choice(("", "", "guide.txt", "guide.md", "guide.html"))
    report = check_guide(raw, store, name=name)
    for claim in report.claims:
        claim.to_dict()


_WORDS = (
    *(
        "29-2072",
        "292072",
        "medical coder",
        "HIM director",
        "hospital",
        "622000",
        "Denver, CO",
        "0019740",
        "80202",
    ),
    *(
        "RHIT",
        "RHIA",
        "CCS",
        "bachelor's",
        "PhD",
        "nonmetro Texas",
        "Portland",
        "consulting",
        "62--63",
        "all",
        "US",
    ),
)


def _profile(chance: random.Random, _: Path, store: Store) -> None:
    def words() -> str:
        chosen = chance.choice(EVIL) if chance.random() < 0.2 else chance.choice(_WORDS)
        return (
            mutate_bytes(chosen.encode(), chance).decode("utf-8", "replace")
            if chance.random() < 0.2
            else chosen
        )

    def number() -> float | None:
        strange = (-1.0, 1e308, float("nan"), float("inf"), 61.0, 1e-320)
        return (
            chance.choice(strange) if chance.random() < 0.1 else chance.choice((None, 0.5, 5.0, 36.0, 40.0))
        )

    profile = Profile.from_words(
        chance.choice(("29-2072", words())), chance.choice(("", words())), chance.choice(("", words())),
        chance.choice(("", "bachelor", words())), number(), [words() for _ in range(chance.choice((0, 0, 1, 3)))],
        number(),
    )  # fmt: skip
    resolved = resolve_profile(profile, store)
    assert len(resolved.occupation) == 7
    assert len(resolved.area) == 7
    assert len(resolved.industry) == 6
    _finite((resolved.experience_years, resolved.hours_per_year))


TARGETS = (
    Target("OEWS flat files", 0.012, _oews_flat),
    Target("OEWS yearly CSV", 0.02, _yearly_csv),
    Target("OEWS yearly workbook", 0.001, _yearly_xlsx),
    Target("OEWS research workbook", 0.012, _research),
    Target("projections workbooks", 0.02, _projections),
    Target("price parities", 0.17, _rpp),
    Target("employment cost index", 0.17, _eci),
    Target("O*NET text files", 0.165, _onet),
    Target("ACS person files", 0.012, _persons),
    Target("payroll CSV", 0.012, _payroll("csv")),
    Target("payroll workbook", 0.008, _payroll("xlsx")),
    Target("payroll Parquet", 0.008, _payroll("parquet")),
    Target("salary surveys", 0.05, _surveys),
    Target("jobs of pay ranges", 0.1, _jobs),
    Target("cells to predict", 0.13, _cells),
    Target("fitted model file", 0.02, _model),
    Target("guide checker", 0.015, _guide),
    Target("profile words", 0.08, _profile),
)


def run_case(target: Target, seed: str, folder: Path, store: Store) -> str:
    """ "answered", "refused" (a PaychartError) or the crash, for the case that `seed` names."""
    try:
        target.run(random.Random(f"{target.name} {seed}"), folder, store)
    except PaychartError:
        return "refused"
    except Exception as error:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = [f for f in traceback.extract_tb(error.__traceback__) if "src/paychart" in f.filename]
        at = ours[-1] if ours else last
        return f"{type(error).__name__} at {Path(at.filename).name}:{at.name}"
    return "answered"
