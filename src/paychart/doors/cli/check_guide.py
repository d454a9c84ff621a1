"""`paychart check-guide`: which claims of someone else's guide hold."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, print_json

if TYPE_CHECKING:
    from paychart.claims import Report

LARGEST = 20_000_000  # as paychart.claims.document reads


def check_guide(
    file: Annotated[str, typer.Argument(help="Text, Markdown or HTML file, or - for standard input.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Also write the guide with its claims marked, as .html."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d", "%Y"],
            help="Date of the guide; later figures are not checked.",
        ),
    ] = None,
    topic: Annotated[
        str | None,
        typer.Option("--topic", help="Whom it is about, if it does not say: him, a SOC code or a title."),
    ] = None,
    grade: Annotated[str | None, typer.Option("--grade", help="Print only claims of this grade.")] = None,
    explain: Annotated[
        int | None,
        typer.Option("--explain", min=1, help="Show how claim number N was read, and its arithmetic."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Grade a career guide, claim by claim, against official figures.

    Each claim is supported, contradicted, outdated, figure not found, misleading or not checkable, with the
    quoted words, what official data say, and the source.

    [bold]Examples[/bold]

      paychart check-guide old-guide.txt

      paychart check-guide page.html -o marked.html

      paychart check-guide - --json < old-guide.txt

      paychart check-guide old-guide.txt --explain 3

      paychart check-guide guide.md --topic "registered nurses" --grade contradicted
    """
    from paychart.claims import check_guide
    from paychart.claims.claim import GRADES
    from paychart.doors.cli.output import open_with_progress, progress_bar
    from paychart.errors import BadInput
    from paychart.guide import annotate
    from paychart.show.output import usable, write_whole

    if grade is not None and grade not in GRADES:
        raise BadInput(f"{grade!r} is not a grade.", nearest=GRADES)
    if output is not None and output.suffix.lower() not in (".html", ".htm"):
        raise BadInput(
            f"The marked guide cannot be written as {output.suffix or output.name!r}.", nearest=(".html",)
        )
    if output is not None:
        usable(output, inputs=(file,))
    raw = read_file(file)
    with open_with_progress(store) as opened, progress_bar("Checking") as step:
        report = check_guide(
            raw,
            opened,
            name="" if file == "-" else file,
            as_of=as_of.date() if as_of else None,
            topic=topic,
            progress=step,
        )
    if output is not None:
        marked = annotate.render(report, "standard input" if file == "-" else Path(file).name)
        write_whole(marked, output, inputs=(file,))
    if as_json:
        print_json(report.to_dict())
        return
    if explain is not None:
        _explain(report, explain)
        return
    _print(report, grade)
    if output is not None:
        typer.echo(f"Wrote {output}.")


def read_file(file: str) -> bytes:
    """The bytes of a guide, at most a little over the limit. Raises BadInput where it cannot be read."""
    from paychart.errors import BadInput

    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        here = sorted(
            p.name for p in Path(file).parent.glob("*") if p.suffix in (".txt", ".md", ".html", ".htm")
        )
        from rapidfuzz import process

        near = tuple(name for name, _, _ in process.extract(Path(file).name, here, limit=3))
        raise BadInput(
            f"{file} cannot be read: {error.strerror}.", nearest=near, hint="Give a text file, or -."
        ) from error


_STYLE = {
    "supported": "green",
    "contradicted": "red",
    "outdated": "yellow",
    "figure not found": "magenta",
    "misleading": "blue",
    "not checkable": "bright_black",
}


def _explain(report: Report, number: int) -> None:
    """The frame of one claim, the figures it was held against, and where they come from."""
    from paychart.errors import BadInput

    if number > len(report.claims):
        raise BadInput(f"There is no claim {number}.", nearest=(f"1 to {len(report.claims)}",))
    claim = report.claims[number - 1]
    typer.echo(f"{number}. {claim.quote}\n   {claim.grade.upper()} ({claim.kind}; {claim.subject})\n")
    for name, words in claim.frame.items():
        typer.echo(f"   {name:<11} {words}")
    typer.echo(f"\n   {claim.verdict.explanation}")
    for name in ("then", "now", "nearest"):
        figures = getattr(claim.verdict, name)
        if figures:
            shown = ", ".join(
                f"{k} {v:,}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items()
            )
            typer.echo(f"   {name}: {shown}")
    for source in claim.verdict.lineage:
        typer.echo(f"   source: {source}")


def _print(report: Report, grade: str | None) -> None:
    shown = [c for c in report.claims if grade in (None, c.grade)]
    if report.topic:
        typer.echo(f"About {report.topic.describe()}.\n")
    for number, claim in ((n, c) for n, c in enumerate(report.claims, 1) if c in shown):
        verdict = claim.verdict
        now = f", now {verdict.now_grade}" if verdict.now_grade and verdict.now_grade != claim.grade else ""
        typer.echo(
            f"{number}. "
            + typer.style(f"{claim.grade.upper()}{now}", fg=_STYLE[claim.grade], bold=True)
            + f"  {claim.quote}"
        )
        typer.echo(f"  {verdict.explanation}\n  ({claim.kind}; {claim.subject})\n")
    if not report.claims:
        typer.echo("No claim about pay, jobs or the ways to them was found.")
        return
    counts = report.to_dict()["summary"]["grades"]
    claims = "1 claim" if len(report.claims) == 1 else f"{len(report.claims)} claims"
    typer.echo(f"{claims}: " + ", ".join(f"{n} {g}" for g, n in counts.items()) + ".")
    if report.not_graded and grade is None:
        typer.echo("\nSums noticed and not graded:")
        for words in report.not_graded:
            typer.echo(f"  ... {words} ...")
    if report.unread:
        typer.echo(
            f"\nThe last {report.unread:,} characters were not read. Check the text chapter by chapter."
        )
