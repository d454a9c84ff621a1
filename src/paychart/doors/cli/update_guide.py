"""`paychart guide --update FILE`: what holds of an old guide now, with a list of changes."""

from __future__ import annotations

from pathlib import Path

import typer

from paychart.doors.cli.output import open_with_progress, print_json
from paychart.errors import BadInput


def write_update(file: str, output: Path | None, as_json: bool, store: Path | None) -> None:
    """Check the guide and write it anew, as Markdown or HTML; to standard output as Markdown by default."""
    from paychart.claims import check_guide
    from paychart.doors.cli.check_guide import read_file
    from paychart.guide.update import markdown, update
    from paychart.guide.update import page as updated_page
    from paychart.show.output import usable, write_whole

    if output is not None and output.suffix not in (".html", ".htm", ".md"):
        raise BadInput(
            f"An updated guide cannot be written as {output.suffix or output.name!r}.",
            nearest=(".html", ".md"),
        )
    if output is not None:
        usable(output, inputs=(file,))
    raw = read_file(file)
    with open_with_progress(store) as opened:
        report = check_guide(raw, opened, name="" if file == "-" else file)
    built = update(report, "The guide" if file == "-" else Path(file).name)
    if as_json:
        print_json(built.to_dict())
    elif output is None:
        typer.echo(markdown(built), nl=False)
    else:
        content = markdown(built) if output.suffix == ".md" else updated_page(built)
        write_whole(content, output, inputs=(file,))
        count = sum(len(s.statements) for s in built.sections)
        typer.echo(f"Wrote {output}: {count} statements of {built.release} for {len(built.changes)} claims.")
