"""`benchmark`: a payroll of any size against the market, row by row, with a summary that leaks nothing.

Two doors to the same steps: a file on disk, priced into a file (`benchmark`), and bytes, priced in memory alone
(`benchmark_held`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from paychart.employers.benchmark_result import Benchmark, HeldBenchmark, Understood
from paychart.employers.columns import require, settle_columns
from paychart.employers.desk import Desk, FolderDesk, MemoryDesk
from paychart.employers.disclosure import Rule
from paychart.employers.payroll_file import MOST_HELD_ROWS, Found, held, locate
from paychart.employers.reading import open_payroll, session
from paychart.employers.workspace import workspace
from paychart.errors import BadInput, SourceUnavailable
from paychart.store import Store

if TYPE_CHECKING:
    from paychart.employers.row_reading import Reading

BASES = ("hourly", "annual", "monthly", "weekly", "biweekly", "semimonthly")
ENGINES = ("duckdb", "spark")
_HELD_MEMORY = "1GB"
Step = Callable[[str, int, int], None]


def _silent(what: str, done: int, of: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Options:
    """What a user says about a payroll; `benchmark` documents each."""

    columns: Mapping[str, str] | None
    sheet: str | None
    basis: str | None
    rule: Rule
    engine: str = "duckdb"
    spark: str = ""

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise BadInput(f'"{self.engine}" is not an engine.', nearest=ENGINES)
        if self.basis is not None and self.basis not in BASES:
            raise BadInput(f'"{self.basis}" is not a pay basis.', nearest=BASES)


def understand(source: str, columns: Mapping[str, str] | None = None, sheet: str | None = None) -> Understood:
    """Open a payroll only as far as needed to say what its columns are taken for."""
    with workspace() as folder:
        return _understood(locate(source), FolderDesk(folder), columns, sheet)


def understand_held(
    name: str, content: bytes, columns: Mapping[str, str] | None = None, sheet: str | None = None
) -> Understood:
    """`understand` for a file's bytes, in memory alone."""
    desk = MemoryDesk()
    with _within_memory(name):
        return _understood(held(name, content, desk), desk, columns, sheet)


def _understood(found: Found, desk: Desk, columns: Mapping[str, str] | None, sheet: str | None) -> Understood:
    connection = session(desk)
    try:
        payroll = open_payroll(connection, found, desk, sheet=sheet)
        return Understood(payroll, settle_columns(payroll.header, payroll.sample, columns))
    finally:
        connection.close()


def benchmark(
    source: str,
    target: Path,
    store: Store,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    basis: str | None = None,
    least: int = 5,
    memory: str = "2GB",
    engine: str = "duckdb",
    spark: str = "",
    progress: Step = _silent,
) -> Benchmark:
    """Price every row of the payroll `source` and write `target` with a summary.

    Parameters
    ----------
    source : CSV, Excel or Parquet file, or a folder or glob of Parquet.
    target : its ending picks CSV, Parquet, Excel or HTML; rows keep their order and their own columns.
    columns : role -> column name, where the guess must not decide; "" says that there is none.
    basis : of amounts that say none: one of BASES. Without it, the size of the amount decides.
    least : fewest people in any group that the summary shows.
    engine, spark : "spark" runs the same expressions on the running Spark session, else on the one that `spark` names
        (a master such as "local[2]", or "sc://host:15002"); Parquet then comes out as a folder of parts.

    Raises BadInput for a file that is no payroll; a row that cannot be priced is kept and says why.
    """
    writing = _writing()
    options = Options(columns, sheet, basis, Rule(least=least), engine, spark)
    kind = writing.kind_of(target)
    with workspace() as folder:
        desk = FolderDesk(folder)
        connection = session(desk, memory=memory)
        run = _Run(connection, desk, store, options, progress)
        try:
            run.price(locate(source))
            with writing.Draft(target) as draft:
                scored = str(draft.path) if kind == "parquet" else desk.url("scored.parquet")
                done = run.summed(scored)
                progress("writing", 0, 0)
                files = writing.write(connection, scored, draft, target, kind, done)
        finally:
            run.close()
    return replace(done, files=tuple(str(path) for path in files))


def benchmark_held(
    name: str,
    content: bytes,
    store: Store,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    basis: str | None = None,
    least: int = 5,
    progress: Step = _silent,
) -> HeldBenchmark:
    """Price the payroll in `content`, a file's bytes, without touching a disk.

    `name` is the file's name: its ending says CSV, Excel or Parquet. Options, findings, summary and rows are those
    of `benchmark`. Raises BadInput also for more than 50 MB, 200,000 rows or 10 million values.
    """
    writing = _writing()
    options = Options(columns, sheet, basis, Rule(least=least))
    desk = MemoryDesk()
    with _within_memory(name):
        connection = session(desk, memory=_HELD_MEMORY, threads=1)
        run = _Run(connection, desk, store, options, progress)
        try:
            run.price(held(name, content, desk))
            scored = desk.url("scored.parquet")
            done = run.summed(scored)
            progress("writing", 0, 0)
            writing.copy_csv(connection, f"read_parquet('{scored}')", desk.url("priced.csv"))
        finally:
            run.close()
    return HeldBenchmark(done, desk.take("priced.csv"))


def _writing() -> Any:
    try:
        from paychart.employers import writing
        from paychart.employers.engines import DuckEngine  # noqa: F401
    except ImportError as error:
        raise SourceUnavailable(
            "Benchmarking needs packages that are not installed.",
            hint='Install them with: pip install "paychart[employers]"',
        ) from error
    return writing


@contextmanager
def _within_memory(name: str) -> Iterator[None]:
    """Turn "out of memory", which a small file can bring about when it unpacks, into a finding on the file."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise BadInput(
            f"{Path(name).name} unpacks to more than can be priced in memory.",
            hint=f"At most {MOST_HELD_ROWS:,} rows; give a larger file's path to paychart benchmark.",
        ) from error


class _Run:
    """One payroll on its way through the pipeline."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        desk: Desk,
        store: Store,
        options: Options,
        progress: Step,
    ) -> None:
        from paychart.employers.engines import DuckEngine, Engine
        from paychart.employers.market import Market

        self.connection, self.desk, self.options, self.progress = connection, desk, options, progress
        self.engine: Engine = DuckEngine(connection)
        self.market = Market(store)

    def price(self, found: Found) -> None:
        """Open the payroll, code its texts, and build the expression of every row priced."""
        from paychart.employers import lookups, pricing, row_reading, verdict
        from paychart.employers.pay_text import decimal_sign

        step = self.progress
        step("reading the file", 0, 0)
        self.payroll = open_payroll(self.connection, found, self.desk, sheet=self.options.sheet)
        if self.options.engine == "spark":
            from paychart.employers.spark_engine import SparkEngine

            step("starting Spark", 0, 0)
            self.engine = spark = SparkEngine(self.options.spark)
            spark.read(self.connection, found, self.desk)
        engine = self.engine
        header, sample = self.payroll.header, self.payroll.sample
        settled = settle_columns(header, sample, self.options.columns)
        require(settled, header, "title", "occupation")
        require(settled, header, "pay")
        pays = (str(row[settled["pay"]]) for row in sample if row[settled["pay"]] is not None)
        self.reading = reading = row_reading.Reading(settled, decimal_sign(pays), self.options.basis)
        rows = engine.stage(row_reading.read(engine.view("payroll"), reading))
        step("coding titles and places", 0, 0)
        groups = pricing.groups_of(engine, rows, reading)
        if groups is None:
            rows = engine.stage(row_reading.with_keys(rows, reading))
        self.keys = rows if groups is None else engine.stage(row_reading.with_keys(rows, reading))
        self.codes = lookups.look_up(engine, rows if groups is None else groups, self.market, reading)
        if column := settled.get("id"):
            rows = verdict.with_duplicates(engine, rows, column)
        priced = pricing.priced(engine, rows, groups, self.codes, self.market, reading, step)
        step("pricing every row", 0, 0)
        self.names = verdict.added_names(header)
        self.expression = verdict.output(verdict.judged(engine, engine.stage(priced)), header, self.names)

    def close(self) -> None:
        """Let go of the engine and the session."""
        self.engine.close()
        self.connection.close()

    def summed(self, url: str) -> Benchmark:
        """Work the rows out into Parquet at `url`, and say what they come to."""
        from paychart.employers.market import lineage
        from paychart.employers.summary import summarize

        rule = self.options.rule
        self.engine.keep("scored", self.expression, url)
        numbered, row = self.engine.numbered("scored", url)
        self.progress("summary", 0, 0)
        return Benchmark(
            columns=self.reading.columns,
            added=self.names,
            notes=(*self.payroll.notes, *_notes(self.reading)),
            summary=summarize(self.engine, numbered, self.names, rule, row),
            doubtful_titles=_doubtful(self.engine, self.keys, self.codes, rule),
            lineage=tuple(lineage(self.market.cells)),
            files=(),
            engine=self.engine.name,
        )


def _notes(reading: Reading) -> list[str]:
    columns, notes = reading.columns, []
    if not columns.get("area"):
        notes.append("No column names a place, so the nation is the market.")
    if not columns.get("employer"):
        notes.append("No column names an employer type, so all employers are the market.")
    if not columns.get("basis") and not reading.basis:
        notes.append(
            "No column says whether pay is hourly or annual: each amount decides (below $500 is hourly)."
        )
    if reading.decimal == ",":
        notes.append("Amounts were read with a decimal comma.")
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
