"""`paychart guide`: the computed pay guide as one HTML, PDF or Markdown file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.options import answered
from paychart.doors.cli.output import JsonFlag, StoreOption, print_json
from paychart.errors import BadInput
from paychart.questions import Asked

ENDINGS = (".html", ".htm", ".pdf", ".md")


def guide(
    asked: Asked,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write: .html, .pdf or .md; TOPIC.html by default."),
    ] = None,
    update: Annotated[
        str | None,
        typer.Option(
            "--update", help="An old guide (text, Markdown, HTML or -): write what holds of it now."
        ),
    ] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    if update is not None:
        from paychart.doors.cli.update_guide import write_update

        write_update(update, output, as_json, store)
        return
    from paychart.guide import markdown, page, pdf
    from paychart.show.output import usable, write_whole

    if output is not None and output.suffix not in ENDINGS:
        raise BadInput(
            f"A guide cannot be written as {output.suffix or output.name!r}.",
            nearest=(".html", ".pdf", ".md"),
        )
    if output is not None:
        usable(output)
    answer = answered(asked, store)
    if as_json:
        print_json(answer.to_json())
        return
    built = answer.made
    target = output or Path(f"{built.topic.slug}.html")
    renderer = {".md": markdown, ".pdf": pdf}.get(target.suffix, page)
    write_whole(renderer.render(built), target)
    typer.echo(f"Wrote {target}: {built.scope.heading}, {len(built.sections)} sections, {built.release}.")
