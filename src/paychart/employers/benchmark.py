"""`benchmark`: a payroll of any size against the market, row by row, with a summary that leaks nothing.

Two doors to the same steps: a file on disk, priced into a file (`benchmark`), and bytes, priced in memory alone
(`benchmark_held`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from paychart.data.store import Store
from paychart.employers.benchmark_result import Benchmark, HeldBenchmark, Understood
from paychart.employers.benchmark_run import Options, Run, Step
from paychart.employers.blending import Blending
from paychart.employers.columns import settle_columns
from paychart.employers.desk import Desk, FolderDesk, MemoryDesk
from paychart.employers.disclosure import Rule
from paychart.employers.pages import page
from paychart.employers.payroll_file import MOST_HELD_ROWS, Found, held, locate
from paychart.employers.reading import open_payroll, session
from paychart.employers.surveys import read_held_surveys, read_surveys
from paychart.errors import BadInput, SourceUnavailable
from paychart.show.output import usable, workspace, write_whole, written

_HELD_MEMORY = "1GB"


def _silent(what: str, done: int, of: int) -> None:
    """No progress shown."""


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
    surveys: Sequence[Path] = (),
    memory: str = "2GB",
    engine: str = "duckdb",
    spark: str = "",
    area: str = "",
    industry: str = "",
    as_of: str = "",
    anyway: bool = False,
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
    surveys : the employer's own survey files (`surveys.read_surveys`), aged and blended with the estimates.
    area, industry : where, and what kind of employer, all rows are that name none themselves.
    as_of : date (2027-01-01) to which the market is taken; the release's own without it.
    anyway : write also what is not believable (`plausible.doubts`), which else raises BadInput.
    engine, spark : "spark" runs the same expressions on the running Spark session, else on the one that `spark` names
        (a master such as "local[2]", or "sc://host:15002"); Parquet then comes out as a folder of parts.

    Raises BadInput for a file that is no payroll; a row that cannot be priced is kept and says why.
    """
    writing = _writing()
    options = Options(columns, sheet, basis, Rule(least=least), engine, spark, area, industry, as_of, anyway)
    blending = _blending(surveys, store)
    kind = writing.kind_of(target)
    read: tuple[str | Path, ...] = (source, store.path, *surveys)
    usable(target, inputs=read)
    beside = target.with_name(f"{target.stem}.summary.html") if kind in ("csv", "parquet") else None
    if beside is not None:
        usable(beside, inputs=read)
    with workspace() as folder:
        desk = FolderDesk(folder)
        connection = session(desk, memory=memory)
        run = Run(connection, desk, store, options, progress, blending)
        try:
            run.price(locate(source))
            with written(target, inputs=read, private=True) as draft:
                scored = str(draft) if kind == "parquet" else desk.url("scored.parquet")
                done = run.summed(scored)
                progress("writing", 0, 0)
                writing.write(connection, scored, draft, kind, done)
        finally:
            run.close()
    if beside is not None:
        write_whole(page(done, None, []), beside, inputs=read, private=True)
    return replace(done, files=tuple(str(path) for path in (target, beside) if path is not None))


def benchmark_held(
    name: str,
    content: bytes,
    store: Store,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    basis: str | None = None,
    least: int = 5,
    surveys: Sequence[tuple[str, bytes]] = (),
    progress: Step = _silent,
) -> HeldBenchmark:
    """Price the payroll in `content`, a file's bytes, without touching a disk.

    `name` is the file's name: its ending says CSV, Excel or Parquet; `surveys` are names and bytes of the employer's
    own. Options, findings, summary and rows are those of `benchmark`. Raises BadInput also for more than 50 MB,
    200,000 rows or 10 million values.
    """
    writing = _writing()
    options = Options(columns, sheet, basis, Rule(least=least), anyway=True)
    desk = MemoryDesk()
    lines = [line for each, held_bytes in surveys for line in read_held_surveys(each, held_bytes, store)]
    with _within_memory(name):
        connection = session(desk, memory=_HELD_MEMORY, threads=1)
        run = Run(connection, desk, store, options, progress, Blending(store, lines) if lines else None)
        try:
            run.price(held(name, content, desk))
            scored = desk.url("scored.parquet")
            done = run.summed(scored)
            progress("writing", 0, 0)
            writing.copy_csv(connection, f"read_parquet('{scored}')", desk.url("priced.csv"))
        finally:
            run.close()
    return HeldBenchmark(done, desk.take("priced.csv"))


def _blending(files: Sequence[Path], store: Store) -> Blending | None:
    lines = [line for path in files for line in read_surveys(path, store)]
    return Blending(store, lines) if lines else None


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
