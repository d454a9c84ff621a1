"""`paychart guide`: the computed pay guide as one HTML, PDF or Markdown file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.profile_options import takes_reader
from paychart.errors import BadInput
from paychart.profile import Profile

ENDINGS = (".html", ".htm", ".pdf", ".md")


def register(app: typer.Typer) -> None:
    app.command()(guide)


@takes_reader
def guide(
    reader: Profile,
    topic: Annotated[str, typer.Argument(help="him, a SOC code or an occupation title.")] = "him",
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
    """Write a pay guide: one HTML, PDF or Markdown file, every figure with its source, no network needed.

    [bold]Examples[/bold]

      paychart guide him -o him.html

      paychart guide him --area Colorado -o colorado.pdf

      paychart guide him -a "Denver, CO" -i hospital --education bachelor --experience 5 -o mine.html

      paychart guide 29-1141 -o nurses.md

      paychart guide --update old-guide.txt -o new.md
    """
    if update is not None:
        from paychart.doors.cli.update_guide import write_update

        write_update(update, output, as_json, store)
        return
    from paychart.guide import markdown, page, pdf, sections, summary, topics
    from paychart.show.output import usable, write_whole

    if output is not None and output.suffix not in ENDINGS:
        raise BadInput(
            f"A guide cannot be written as {output.suffix or output.name!r}.",
            nearest=(".html", ".pdf", ".md"),
        )
    if output is not None:
        usable(output)
    with open_with_progress(store) as opened:
        built = sections.build(opened, topics.find_topic(opened, topic), reader)
    if as_json:
        print_json(summary.to_dict(built))
        return
    target = output or Path(f"{built.topic.slug}.html")
    renderer = {".md": markdown, ".pdf": pdf}.get(target.suffix, page)
    write_whole(renderer.render(built), target)
    where = built.scope.heading
    typer.echo(f"Wrote {target}: {where}, {len(built.sections)} sections, {built.release}.")
