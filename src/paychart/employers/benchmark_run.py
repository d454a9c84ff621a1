"""One payroll on its way: opened, its texts coded, its market worked out, every row priced, the whole summed up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from paychart.data.store import Store
from paychart.employers.benchmark_result import Benchmark
from paychart.employers.blending import Blending
from paychart.employers.columns import Columns, basis_named, is_earned, require, settle_columns
from paychart.employers.desk import Desk
from paychart.employers.disclosure import Rule
from paychart.employers.payroll_file import Found
from paychart.employers.plausible import CURRENT_MONTHS, add_up, doubts, latest_day, months_between
from paychart.employers.reading import open_payroll
from paychart.errors import BadInput

if TYPE_CHECKING:
    from paychart.employers.row_reading import Reading

BASES = ("hourly", "annual", "monthly", "weekly", "biweekly", "semimonthly", "daily")
ENGINES = ("duckdb", "spark")
_MOST_COMPARED = 3_000_000
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Options:
    """What a user says about a payroll; `benchmark` documents each."""

    columns: Mapping[str, str] | None
    sheet: str | None
    basis: str | None
    rule: Rule
    engine: str = "duckdb"
    spark: str = ""
    area: str = ""
    industry: str = ""
    as_of: str = ""
    anyway: bool = False

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise BadInput(f'"{self.engine}" is not an engine.', nearest=ENGINES)
        if self.basis is not None and self.basis not in BASES:
            raise BadInput(f'"{self.basis}" is not a pay basis.', nearest=BASES)


class Run:
    """One payroll on its way through the pipeline."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        desk: Desk,
        store: Store,
        options: Options,
        progress: Step,
        blending: Blending | None = None,
    ) -> None:
        from paychart.employers.engines import DuckEngine, Engine
        from paychart.employers.market import Market

        self.connection, self.desk, self.options, self.progress = connection, desk, options, progress
        self.duck = DuckEngine(connection)
        self.engine: Engine = self.duck
        self.market, self.blending = Market(store, blending), blending

    def price(self, found: Found) -> None:
        """Open the payroll, code its texts, and build the expression of every row priced."""
        from paychart.employers import lookups, pricing, row_reading, verdict

        step = self.progress
        step("reading the file", 0, 0)
        self.payroll = open_payroll(self.connection, found, self.desk, sheet=self.options.sheet)
        header, sample = self.payroll.header, self.payroll.sample
        settled = settle_columns(header, sample, self.options.columns)
        require(settled, header, "title", "occupation")
        require(settled, header, "pay")
        settled = self._placed(settled, sample)
        self.pieces = None if found.kind == "parquet" else add_up(self.connection, settled, header)
        if self.options.engine == "spark":
            from paychart.employers.spark_engine import SparkEngine

            step("starting Spark", 0, 0)
            self.engine = spark = SparkEngine(self.options.spark)
            spark.read(self.connection, found, self.desk)
        else:
            self.duck.read(found, self.desk)
        engine = self.engine
        basis = self.options.basis or ("annual" if self.pieces else None)
        reading = row_reading.reading_of(settled, sample, header, basis)
        day = self.options.as_of or latest_day(header, sample, settled["pay"])
        self.ageing, self.dated = _aged(self.market.store, day, found_in_file=not self.options.as_of)
        self.reading = reading = replace(reading, area=self.options.area, employer=self.options.industry)
        own = list(row_reading.own_names(header).values())
        rows = engine.stage(row_reading.numbered(engine.view("payroll"), header))
        rows = row_reading.read(rows, reading)
        rows = engine.stage(rows.mutate(_pc_compared=rows._pc_annual / self.ageing))
        step("coding titles and places", 0, 0)
        groups = pricing.groups_of(engine, rows, reading)
        if groups is None:
            rows = engine.stage(row_reading.with_keys(rows, reading))
        self.keys = rows if groups is None else engine.stage(row_reading.with_keys(rows, reading))
        self.codes = lookups.look_up(engine, rows if groups is None else groups, self.market, reading)
        column = reading.columns.get("id")
        if column:
            rows = verdict.with_duplicates(engine, rows, row_reading.key(rows, column))
        elif self._comparable(settled.unused):
            rows = verdict.with_duplicates(engine, rows, verdict.whole_row(rows, own))
        priced = pricing.priced(engine, rows, groups, self.codes, self.market, reading, step)
        step("pricing every row", 0, 0)
        judged = verdict.judged(engine, engine.stage(priced), identified=bool(column))
        self.names = verdict.added_names(header)
        self.expression = verdict.output(judged, header, self.names, self.ageing)

    def _placed(self, settled: Columns, sample: Sequence[Mapping[str, Any]]) -> Columns:
        """Without a guessed place column most of whose texts are no places ("Lincoln Elementary")."""
        from paychart.employers.coding import code_areas

        column = settled.get("area")
        if column is None or "area" not in settled.guessed:
            return settled
        texts = sorted({str(row[column]).strip() for row in sample if row[column] not in (None, "")})[:200]
        coded = code_areas(texts, self.market.store, within=self.options.area)
        known = sum(c.finding is None and not (self.options.area and c.note) for c in coded)
        if known * 2 >= len(texts):
            return settled
        role = {name: held for name, held in settled.role.items() if name != "area"}
        return Columns(role, settled.guessed, (*settled.unused, column))

    def _comparable(self, others: tuple[str, ...]) -> bool:
        """Whether rows alike in every column are worth a flag: where columns beside those that pricing needs (a name, a
        cost center) could tell people apart, in payrolls of a size to compare whole rows."""
        rows = self.engine.view("payroll")
        return bool(others) and self.engine.rows(rows.aggregate(n=rows.count()))[0][0] <= _MOST_COMPARED

    def close(self) -> None:
        """Let go of the engine and the session."""
        self.engine.close()
        self.connection.close()

    def summed(self, url: str) -> Benchmark:
        """Work the rows out into Parquet at `url`, and say what they come to."""
        from paychart.employers.market import lineage
        from paychart.employers.summary import summarize

        rule = self.options.rule
        self.engine.keep(
            "scored", self.expression, url, lambda done, of: self.progress("pricing every row", done, of)
        )
        self.progress("summary", 0, 0)
        summary = summarize(self.engine, self.engine.view("scored"), self.names, rule)
        earned = bool(self.pieces) or is_earned(self.reading.given["pay"])
        doubtful = doubts(summary, self.reading.given, earned=earned)
        if doubtful and not self.options.anyway:
            raise BadInput(
                "The result is not believable, so nothing was written: " + "; ".join(doubtful) + ".",
                hint="Name the right columns with --column, or write it all the same with --anyway.",
            )
        return Benchmark(
            columns=self.reading.given,
            added=self.names,
            notes=(
                *(f"Check before use: {doubt}." for doubt in doubtful),
                *self.payroll.notes,
                *([self.pieces] if self.pieces else []),
                self.dated,
                *_notes(self.reading),
                *(self.blending.notes() if self.blending else ()),
            ),
            summary=summary,
            doubtful_titles=_doubtful(self.engine, self.keys, self.codes, rule),
            lineage=tuple(lineage(self.market.cells)),
            blends=tuple(self.blending.blends) if self.blending else (),
            files=(),
            engine=self.engine.name,
        )


def _aged(store: Store, text: str, *, found_in_file: bool) -> tuple[float, str]:
    """What the market is multiplied by to stand at a date, and what to tell; the release's own date without one."""
    from paychart.employers.ranges_files import read_date
    from paychart.pay.time.nowcast import REFERENCE_MONTH, ageing, moved_between

    start = (int(store.rows("SELECT year FROM release")[0][0]), REFERENCE_MONTH)
    day = read_date(text) if text else None
    if day is None or (found_in_file and months_between((day.year, day.month), start) < CURRENT_MONTHS):
        return 1.0, f"The market is that of {store.release}, not aged to a later date."
    if (day.year, day.month) < start:
        factor = float(np.exp(moved_between(store, start, (day.year, day.month))[0]))
    else:
        factor = ageing(store, day.year, day.month).factor
    why = ", the latest date in the file (--as-of names another)" if found_in_file else ""
    return factor, (
        f"The market of {store.release} was taken to {day.isoformat()}{why} by the Employment Cost Index: "
        f"{100 * (factor - 1):+.1f}%."
    )


def _notes(reading: Reading) -> list[str]:
    columns, notes = reading.given, []
    if not columns.get("area") and not reading.area:
        notes.append("No column names a place, so the nation is the market; name one with --area.")
    if not columns.get("employer") and not reading.employer:
        notes.append(
            "No column names an employer type, so all employers are the market; name one with --industry."
        )
    if other := columns.get("pay else"):
        notes.append(f'Pay is "{columns["pay"]}", and "{other}" where that is blank.')
    if is_earned(columns["pay"]):
        notes.append(
            f'"{columns["pay"]}" is what was paid in a year and no rate: who worked part of it looks low.'
        )
    if named := basis_named(columns["pay"]):
        notes.append(f'Amounts that say no basis were read as {reading.basis or named}: "{columns["pay"]}".')
    elif not columns.get("basis") and not reading.basis:
        notes.append(
            "No column says whether pay is hourly or annual: each amount decides (below $500 is hourly)."
        )
    if reading.decimal == ",":
        notes.append("Amounts were read with a decimal comma.")
    if reading.two_weeks:
        notes.append("Hours were read as those of two weeks: most are above 60.")
    return notes


def _doubtful(engine: Any, texts: Any, codes: Any, rule: Rule) -> tuple[dict[str, Any], ...]:
    """Titles that were not coded or are doubtful, by how many rows have them; small counts are not shown."""
    unsure = {
        text: c
        for text, c in zip(codes.texts["occupation"], codes.coded["occupation"], strict=True)
        if text and (c.finding or c.note)
    }
    if not unsure:
        return ()
    counts = engine.rows(texts.group_by("_pc_t_occupation").aggregate(n=texts.count()))
    counts = [(text, n) for text, n in counts if text in unsure]
    found = []
    for text, n in sorted(counts, key=lambda item: (-item[1], item[0]))[:30]:
        c = unsure[text]
        if n >= rule.least:
            found.append(
                {
                    "title": text[:80],
                    "rows": int(n),
                    "coded_as": c.name or None,
                    "probability": round(c.confidence, 2) if c.code else None,
                }
            )
    return tuple(found)
