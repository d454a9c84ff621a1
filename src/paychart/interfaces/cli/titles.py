"""`paychart titles`: code job titles, one or a CSV file of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.interfaces.cli.output import JsonFlag, print_json


def register(app: typer.Typer) -> None:
    titles = typer.Typer(help="Job titles to SOC occupations, with probabilities.", no_args_is_help=True)
    titles.command("code")(code)
    app.add_typer(titles, name="titles")


def code(
    what: Annotated[str, typer.Argument(help="A title, or a CSV file together with --column and -o.")],
    column: Annotated[str, typer.Option("--column", help="CSV column that holds the titles.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="CSV file to write.")] = None,
    employer: Annotated[str, typer.Option("--employer", help="Kind of employer, for one title.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Code a title to occupations.

    Examples: paychart titles code "Coder III - IP"; paychart titles code staff.csv --column title -o out.csv
    """
    if column or output:
        from paychart.titles.batch import code_file

        count = code_file(Path(what), column or "title", output)
        print_json({"coded": count}) if as_json else typer.echo(f"{count:,} rows coded.")
        return
    from paychart.titles import code as code_title

    coding = code_title(what, employer or None)
    if as_json:
        print_json(coding.to_dict())
        return
    if coding.abstained:
        typer.echo("Too doubtful to choose; closest occupations:")
    for candidate in coding.candidates:
        typer.echo(f"{candidate.probability:6.1%}  {candidate.soc}  {candidate.soc_title}")
    typer.echo(f"Evidence: {coding.evidence}. Level: {coding.level or 'not stated'}.")
