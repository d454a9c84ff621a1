"""`benchmark`: a payroll of any size against the market, row by row, with a summary that leaks nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paychart.employers import pipeline
from paychart.employers.columns import Columns, require, settle_columns
from paychart.employers.disclosure import Rule
from paychart.employers.market import Market, lineage
from paychart.employers.pay_text import decimal_sign
from paychart.employers.reading import Payroll, open_payroll, session
from paychart.employers.summary import Summary, summarize
from paychart.employers.workspace import workspace
from paychart.errors import BadInput, SourceUnavailable
from paychart.store import Store

BASES = ("hourly", "annual", "monthly", "weekly", "biweekly", "semimonthly")
Step = Callable[[str, int, int], None]


def _silent(what: str, done: int, of: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Benchmark:
    """What was done: the columns as understood, findings on the file, the summary, what it rests on, the files."""

    columns: Columns
    added: Mapping[str, str]
    notes: tuple[str, ...]
    summary: Summary
    doubtful_titles: tuple[Mapping[str, Any], ...]
    lineage: tuple[Mapping[str, Any], ...]
    files: tuple[str, ...]
    engine: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints; it holds nothing about single people but row positions."""
        return {
            "files": list(self.files),
            "engine": self.engine,
            **self.columns.to_dict(),
            "added_columns": dict(self.added),
            "notes": list(self.notes),
            "summary": self.summary.to_dict(),
            "doubtful_titles": [dict(t) for t in self.doubtful_titles],
            "lineage": [dict(item) for item in self.lineage],
        }


@dataclass(frozen=True)
class Understood:
    """A payroll opened and its columns settled, before anything is priced: what a user is asked to confirm."""

    payroll: Payroll
    columns: Columns

    @property
    def examples(self) -> dict[str, tuple[str, str]]:
        """Role -> (column, what kind of values stand there), without showing any person's pay or id."""
        hidden = {"pay": "amounts", "id": "not shown", "sex": "not shown", "race": "not shown"}
        found = {}
        for role, column in self.columns.role.items():
            values = {str(row[column]) for row in self.payroll.sample if row[column] not in (None, "")}
            shown = hidden.get(role) or ", ".join(sorted(values)[:3])
            found[role] = (column, shown[:60])
        return found


def understand(source: str, columns: Mapping[str, str] | None = None, sheet: str | None = None) -> Understood:
    """Open a payroll only as far as needed to say what its columns are taken for."""
    with workspace() as folder:
        connection = session(folder)
        try:
            payroll = open_payroll(connection, source, folder, sheet=sheet)
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

    Raises BadInput for a file that is no payroll; a row that cannot be priced is kept and says why.
    """
    try:
        from paychart.employers import engines, writing
    except ImportError as error:
        raise SourceUnavailable(
            "Benchmarking needs packages that are not installed.",
            hint='Install them with: pip install "paychart[employers]"',
        ) from error
    rule = Rule(least=least)
    if basis is not None and basis not in BASES:
        raise BadInput(f'"{basis}" is not a pay basis.', nearest=BASES)
    kind = writing.kind_of(target)
    with workspace() as folder:
        connection = session(folder, memory=memory)
        try:
            progress("reading the file", 0, 0)
            payroll = open_payroll(connection, source, folder, sheet=sheet)
            settled = settle_columns(payroll.header, payroll.sample, columns)
            require(settled, payroll.header, "title", "occupation")
            require(settled, payroll.header, "pay")
            pays = (str(row[settled["pay"]]) for row in payroll.sample if row[settled["pay"]] is not None)
            reading = pipeline.Reading(settled, decimal_sign(pays), basis)
            run = engines.DuckEngine(connection)
            return _run(run, payroll, reading, target, kind, store, folder, rule, progress)
        finally:
            connection.close()


def _run(
    run: Any,
    payroll: Payroll,
    reading: pipeline.Reading,
    target: Path,
    kind: str,
    store: Store,
    folder: Path,
    rule: Rule,
    progress: Step,
) -> Benchmark:
    from paychart.employers import writing

    market = Market(store)
    rows = run.view("payroll")
    header = list(rows.columns)
    columns = reading.columns
    texts = run.stage(pipeline.read(rows, reading))
    progress("coding titles and places", 0, 0)
    codes = pipeline.look_up(run, texts, market, reading)
    coded = run.stage(pipeline.coded(texts, codes, reading))
    priced = pipeline.price_tables(run, coded, codes, market, reading, folder, progress)
    progress("pricing every row", 0, 0)
    if column := columns.get("id"):
        coded = pipeline.with_duplicates(run, coded, column, folder)
    result = pipeline.judged(run, run.stage(pipeline.scored(run, coded, priced)))
    names = pipeline.added_names(header)
    expression = pipeline.output(result, header, names)
    with writing.Draft(target) as draft:
        scored_at = draft.path if kind == "parquet" else folder / "scored.parquet"
        run.keep("scored", expression, scored_at)
        numbered, row = run.numbered("scored", scored_at)
        progress("summary", 0, 0)
        summary = summarize(run, numbered, names, rule, row)
        done = Benchmark(
            columns=columns,
            added=names,
            notes=(*payroll.notes, *_notes(columns, reading)),
            summary=summary,
            doubtful_titles=_doubtful(run, coded, codes, rule),
            lineage=tuple(lineage(market.cells)),
            files=(),
            engine=run.name,
        )
        progress("writing", 0, 0)
        files = writing.write(run, scored_at, draft, target, kind, done)
    return replace(done, files=tuple(str(path) for path in files))


def _notes(columns: Columns, reading: pipeline.Reading) -> list[str]:
    notes = []
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


def _doubtful(run: Any, coded: Any, codes: Any, rule: Rule) -> tuple[dict[str, Any], ...]:
    """Titles that were not coded or are doubtful, by how many rows have them; small counts are not shown."""
    unsure = {
        text: c
        for text, c in zip(codes.texts["occupation"], codes.coded["occupation"], strict=True)
        if text and (c.finding or c.note)
    }
    if not unsure:
        return ()
    table = coded.filter(coded._pc_b0_occupation + coded._pc_b1_occupation + coded._pc_b2_occupation > 0)
    counts = run.rows(table.group_by("_pc_t_occupation").aggregate(n=table.count()))
    found = []
    for text, n in sorted(counts, key=lambda item: (-item[1], item[0]))[:30]:
        c = unsure.get(text)
        if c and n >= rule.least:
            found.append(
                {
                    "title": text[:80],
                    "rows": int(n),
                    "coded_as": c.name or None,
                    "probability": round(c.confidence, 2) if c.code else None,
                }
            )
    return tuple(found)
