"""An employer's own salary surveys beside paychart's estimate: aged, matched, blended by weights one can read.

A survey is a CSV or workbook with an occupation or title, percentiles (p25, p50, p75, or p10 and p90), the number of
people behind them and a date. Each source's figure enters by the precision it can claim: sampling error from its n,
plus an error between sources that no n removes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scipy.special import ndtri

from paychart.employers.coding import code_occupations
from paychart.employers.desk import MemoryDesk
from paychart.employers.excel_reading import extract, rows_of
from paychart.employers.payroll_file import on_disk
from paychart.errors import BadInput
from paychart.pay.estimate import Estimate
from paychart.sources.damage import reading
from paychart.store import Store

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")
# Log SD that surveys of the same job differ by beyond sampling: an assumption, shown with the weights.
BETWEEN_SOURCES = 0.06
_SPREAD = 0.32  # log SD of pay within a job where a survey prints only its median
DISAGREE = 2.0
_Z90 = float(ndtri(0.95))


@dataclass(frozen=True)
class Survey:
    """One line of a survey: dollars a year, `n` people, the date it stands for."""

    source: str
    occupation: str
    percentiles: Mapping[str, float]
    n: int
    as_of: date


@dataclass(frozen=True)
class Blend:
    """The blended market median and how it came about. `parts` holds each source's aged figure, error and weight."""

    occupation: str
    median: float
    interval90: tuple[float, float]
    parts: tuple[Mapping[str, Any], ...]
    disagreement: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "occupation": self.occupation,
            "median": self.median,
            "interval90": list(self.interval90),
            "sources": [dict(p) for p in self.parts],
            "disagreement": self.disagreement,
        }


def read_surveys(path: Path, store: Store) -> list[Survey]:
    """The lines of a survey file. Raises BadInput naming row and column."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    file = on_disk(path)
    if path.suffix.lower() == ".xlsx":
        file = extract(file, MemoryDesk(), None).file
    with reading(f"{path.name} is not CSV in UTF-8 text", BadInput, "Save it as CSV UTF-8."):
        table = [row for row in rows_of(file) if row]
    header = [name.strip().lower() for name in table[0]] if table else []
    where = {
        name: header.index(name)
        for name in (*PERCENTILES, "n", "date", "occupation", "title", "source")
        if name in header
    }
    if (
        "p50" not in where
        or "n" not in where
        or "date" not in where
        or not {"occupation", "title"} & set(where)
    ):
        raise BadInput(
            f"{path.name} needs columns occupation (or title), p50, n and date.", nearest=tuple(header[:8]),
            hint="p10, p25, p75, p90 and source may be added; dollars a year.",
        )  # fmt: skip
    for number, row in enumerate(table[1:], 2):
        if len(row) != len(header):
            raise BadInput(
                f"{path.name}, row {number}: {len(row)} fields where the header has {len(header)}.",
                hint="Mend that line.",
            )
    words = [row[where.get("occupation", where.get("title", 0))].strip() for row in table[1:]]
    coded = code_occupations(words, store)
    found = []
    for number, (row, code) in enumerate(zip(table[1:], coded, strict=True), 2):
        if not code.code:
            raise BadInput(
                f"{path.name}, row {number}: the occupation or title was not recognized.",
                hint="Give its SOC code.",
            )
        levels = {
            p: _amount(path, number, p, row[where[p]])
            for p in PERCENTILES
            if p in where and row[where[p]].strip()
        }
        values = [levels[p] for p in PERCENTILES if p in levels]
        if values != sorted(values):
            raise BadInput(f"{path.name}, row {number}: percentiles must not decrease.")
        n = int(_amount(path, number, "n", row[where["n"]]))
        try:
            as_of = date.fromisoformat(row[where["date"]].strip()[:10])
        except ValueError:
            raise BadInput(f"{path.name}, row {number}: the date is not like 2026-03-01.") from None
        source = row[where["source"]].strip() if "source" in where else path.stem
        found.append(Survey(source, code.code, levels, n, as_of))
    return found


def _amount(path: Path, row: int, column: str, text: str) -> float:
    try:
        value = float(text.replace("$", "").replace(",", ""))
    except ValueError:
        raise BadInput(f"{path.name}, row {row}, column {column}: not a number.") from None
    if value <= 0:
        raise BadInput(f"{path.name}, row {row}, column {column}: must be more than zero.")
    return value


def blend(
    estimate: Estimate, surveys: Sequence[Survey], *, to: date, reference: date, yearly: float
) -> Blend:
    """Blend an estimate's median with surveys of the same occupation.

    Parameters
    ----------
    to, reference : the date to age to, and the date the estimate stands for.
    yearly : growth a year that ages every source, such as 0.035.
    """
    own = estimate.annual["p50"] * (1 + yearly) ** ((to - reference).days / 365.25)
    band = estimate.interval90["p50"] if estimate.interval90 else None
    error = math.log(band[1] / band[0]) / (2 * _Z90) if band else 0.05
    lines: list[tuple[str, date, float, float, int | None]] = [
        ("paychart estimate", reference, own, math.hypot(error, BETWEEN_SOURCES), None)
    ]
    for survey in surveys:
        if survey.occupation != estimate.profile.occupation:
            continue
        years = (to - survey.as_of).days / 365.25
        if not 0 <= years <= 4:
            raise BadInput(
                f"{survey.source} is dated {survey.as_of}; it must lie within four years before {to}."
            )
        aged = survey.percentiles["p50"] * (1 + yearly) ** years
        sampling = 1.2533 * _spread(survey) / math.sqrt(survey.n)
        lines.append(
            (
                survey.source,
                survey.as_of,
                aged,
                math.hypot(math.hypot(sampling, BETWEEN_SOURCES), 0.02 * years),
                survey.n,
            )
        )
    weights = [1 / e**2 for _, _, _, e, _ in lines]
    whole = sum(weights)
    log = sum(w * math.log(v) for w, (_, _, v, _, _) in zip(weights, lines, strict=True)) / whole
    q = sum(w * (math.log(v) - log) ** 2 for w, (_, _, v, _, _) in zip(weights, lines, strict=True))
    excess = max(1.0, q / (len(lines) - 1)) if len(lines) > 1 else 1.0
    se = math.sqrt(excess / whole)  # Birge: sources that disagree widen the interval
    parts = tuple(
        {
            "source": name,
            "as_of": as_of.isoformat(),
            "median_aged": round(v, 2),
            "people": n,
            "weight": round(w / whole, 4),
            "differs_percent": round(100 * (v / math.exp(log) - 1), 1),
        }
        for w, (name, as_of, v, _, n) in zip(weights, lines, strict=True)
    )
    far = [
        p["source"]
        for p, (_, _, v, e, _) in zip(parts, lines, strict=True)
        if abs(math.log(v) - log) > DISAGREE * e
    ]
    words = (
        "The sources agree within their errors."
        if not far
        else f"Far from the rest: {', '.join(map(str, far))}. Check the match of the job."
    )
    return Blend(
        estimate.profile.occupation, round(math.exp(log), 2),
        (round(math.exp(log - _Z90 * se), 2), round(math.exp(log + _Z90 * se), 2)), parts, words,
    )  # fmt: skip


def _spread(survey: Survey) -> float:
    """Log SD of pay that a survey's percentiles imply."""
    levels = survey.percentiles
    for low, high, width in (("p25", "p75", 1.349), ("p10", "p90", 2.563)):
        if low in levels and high in levels:
            return max(math.log(levels[high] / levels[low]) / width, 0.05)
    return _SPREAD
