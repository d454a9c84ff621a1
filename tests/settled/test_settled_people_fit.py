"""The fit of the person tables on 3,000 persons made up for it, from their file to the six tables."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from answers_kept import refusal

from paychart_lab.people_fit import fit as fits
from paychart_lab.people_fit import latent, run, tables
from paychart_lab.people_fit.employers import employer_education_rows
from paychart_lab.people_fit.levels import level_rows
from paychart_lab.people_fit.records import EMPLOYERS, Records, read_records

Settled = Callable[..., None]
HEADER = "SERIALNO,ST,PUMA,PWGTP,AGEP,SCHL,SEX,COW,WKHP,WKWN,WAGP,ADJINC,OCCP,INDP"
OCCUPATIONS = (3515, 3545, 350, 3255, 3256, 1021, 5240)


def persons(folder: Path, n: int) -> Path:
    """A person file: pay rises with schooling, years and hours, and differs by place and employer."""
    rng = np.random.default_rng(17)
    lines = [HEADER]
    for i in range(n):
        occupation = OCCUPATIONS[min(i % 9, 6)]
        schooling, age, hours = (
            rng.integers(12, 25),
            rng.integers(18, 76),
            rng.choice([20, 30, 36, 40, 45, 55, 65]),
        )
        place = rng.integers(1, 5)
        industry, sector = (8191, 1) if i % 3 else (rng.choice([7970, 7380, 9470, 6991]), rng.integers(1, 6))
        pay = np.exp(2.2 + 0.06 * schooling + 0.01 * (age - 20) + 0.05 * place + 0.3 * rng.standard_normal())
        wage = round(pay * hours * 52)
        lines.append(f"2024HU{i:07d},{1 + place % 2},00{place}00,{rng.integers(5, 60)},{age},{schooling},1,{sector},"
                     f"{hours},52,{wage},1010000,{occupation},{industry}")  # fmt: skip
    (folder / "psam_p01.csv").write_text("\n".join(lines) + "\n")
    return folder


def columns(path: Path) -> dict[str, Any]:
    """A table by its columns: numbers as an array, words as they stand with how often."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    found: dict[str, Any] = {"rows": len(rows)}
    for name in rows[0]:
        texts = [row[name] for row in rows]
        try:
            found[name] = np.array([float(text) if text else np.nan for text in texts])
        except ValueError:
            found[name] = {text: texts.count(text) for text in sorted(set(texts))}
    return found


def test_from_person_files_to_tables(settled: Settled, tmp_path: Path) -> None:
    told: list[str] = []
    report = run.run_fit(persons(tmp_path, 3_000), tmp_path / "out", progress=told.append)
    settled([report.workers, report.occupations, report.tables, report.provenance.source, told])
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(report.tables)
    for path in sorted((tmp_path / "out").iterdir()):
        settled(columns(path), path.name)
        assert len(list(csv.reader(path.open()))) == report.tables[path.name] + 1
        firsts = [row[0] for row in csv.reader(path.open())][1:]
        assert firsts == sorted(firsts) or path.name == "people_correlation.csv"


def test_too_few_persons(settled: Settled, tmp_path: Path) -> None:
    settled(refusal(lambda: run.run_fit(persons(tmp_path, 40), tmp_path / "out")))
    assert not (tmp_path / "out").exists()
    pattern, held = run.census_occupations()
    settled([len(pattern), len(held), pattern[3515], held["3515"], pattern[350]], "occupations")
    assert run.default_folder().name == "people"


EDGES = {
    "AGEP": (17, 18, 75, 76), "SCHL": (15, 16, 17, 18, 19, 20, 21, 22, 23, 24), "COW": (1, 3, 4, 5, 6),
    "WKHP": (14, 15, 24, 25, 34, 35, 39, 40, 41, 49, 50, 59, 60), "WKWN": (49, 50), "OCCP": (9799, 9800),
    "INDP": (169, 170, 290, 770, 3990, 7860, 7890, 7891, 7460, 8191, 8192, 8193, 9369, 9370, 9590, 9591, 9670),
    "WAGP": (0, 8_236, 8_237, 2_059_405, 2_059_407), "PWGTP": (0, 1), "ADJINC": (None, 2_000_000),
}  # fmt: skip


def test_who_counts_and_as_what(settled: Settled) -> None:
    """One person at each edge of each field, the rest as usual."""
    usual: dict[str, Any] = {"state": "01", "puma": "00100", "PWGTP": 25, "AGEP": 40, "SCHL": 21,
        "COW": 1, "WKHP": 40, "WKWN": 52,
                                 "WAGP": 60_000, "ADJINC": 1_010_000, "OCCP": 3515, "INDP": 8191}  # fmt: skip
    with duckdb.connect() as connection:
        for field, values in EDGES.items():
            people = [{**usual, field: value} for value in values]
            if field == "COW":
                people += [
                    {**p, "INDP": i} for p in people for i in (7859, 7860, 7890, 7891, 8192, 8193, 9470)
                ]
            connection.execute("DROP TABLE IF EXISTS person")
            names = ", ".join(
                f"{k} {'VARCHAR' if isinstance(v, str) else 'BIGINT'}" for k, v in usual.items()
            )
            connection.execute(f"CREATE TABLE person ({names})")
            connection.executemany(
                f"INSERT INTO person VALUES ({', '.join('?' * len(usual))})",
                [list(p.values()) for p in people],
            )
            found = read_records(connection)
            settled({name: getattr(found, name).tolist() for name in found.__dataclass_fields__}, field)


def simulated(n: int = 900) -> Records:
    rng = np.random.default_rng(6)
    education = rng.integers(0, 7, n)
    return Records(
        occupation=np.array([3515, 3515, 3515, 3545, 350, 9999])[rng.integers(0, 6, n)],
        area=rng.choice(["01100", "01200", "02100"], n), state=np.full(n, "01"), education=education,
        experience=rng.uniform(0, 48, n), employer=rng.choice([0, 28, 30, len(EMPLOYERS) - 1], n),
        hours=rng.integers(0, 7, n), log_wage=3 + 0.2 * (education >= 4) + 0.4 * rng.standard_normal(n),
        weight=rng.uniform(5, 50, n),
    )  # fmt: skip


def test_the_fit_in_parts(settled: Settled) -> None:
    records = simulated()
    settled([latent.spline(np.array([0.0, 2, 5, 12, 24, 40, 44, 60])), latent.area_effects(records)], "curve")
    settled(latent.area_effects(records, rounds=2), "two rounds")
    x = latent.design(records)
    settled([x, x[0], x[7]], "design")
    scores = latent.normal_scores(records.log_wage, records.weight)
    settled([scores, latent.gather(scores, x, records.weight)], "evidence")
    settled(latent.gather(np.zeros(20), x[:20], records.weight[:20]), "no spread")
    told: list[str] = []
    found = fits.fit_people(records, {3515: "29-2072", 3545: "29-9XXX", 350: "11-91XX"}, progress=told.append)
    settled([found.nodes, found.between, found.areas, found.parents, told], "fit")
    settled([[k, o.code, o.rows, o.pay, o.tau] for k, o in found.occupations.items()], "occupations")
    held = {"3515": ["29-2072", "29-9021"], "3545": ["29-9099"], "0350": ["11-9111"]}
    for name, rows in {
        "effects": tables.effect_rows(found, records, held), "spread": tables.spread_rows(found, records, held),
        "composition": tables.composition_rows(found, records, held), "correlation": tables.correlation_rows(found),
        "employers": employer_education_rows(found, records, held), "levels": level_rows(found, records, held),
    }.items():  # fmt: skip
        settled([len(rows), rows[:: max(1, len(rows) // 30)]], name)
    few = records.take(np.flatnonzero(records.hours > 2)[:45])
    alone = fits.fit_people(dataclasses.replace(few, occupation=np.full(45, 3515)), {3515: "29-2072"})
    settled(
        [
            level_rows(alone, dataclasses.replace(few, hours=np.array([2] * 29 + [1] * 16)), held),
            level_rows(alone, dataclasses.replace(few, hours=np.array([2] * 30 + [1] * 15)), held),
        ],
        "few",
    )
    settled(tables.contrasts(), "contrasts")
    nine = records.take(np.flatnonzero(records.occupation == 3515)[:19])
    nine = dataclasses.replace(nine, occupation=np.array([3515] * 10 + [3545] * 9))
    assert list(fits.fit_people(nine, {3515: "29-2072", 3545: "29-2099"}).occupations) == ["3515"]


def test_groups_of_census_codes() -> None:
    assert fits.soc_parents("3515", "29-2072") == ("29-2000", "29-0000")
    assert fits.soc_parents("3545", "29-XXXX") == ("29-0000", "29-0000")


def test_tables_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = simulated(300)
    found = fits.fit_people(records, {3515: "29-2072"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "replace_together", full)
    told = refusal(lambda: tables.write_tables(found, records, {"3515": ["29-2072"]}, tmp_path))
    assert told["message"] == (
        f"The tables cannot be written to {tmp_path}: No space left on device. Those there before are unchanged."
    )
    assert told["hint"] == "Free some disk space, or name another folder with --out."
