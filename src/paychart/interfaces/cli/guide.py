"""`paychart guide`: the computed pay guide as one HTML, PDF or Markdown file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.interfaces.cli.output import JsonFlag, StoreOption, print_json


def register(app: typer.Typer) -> None:
    @app.command()
    def guide(
        topic: Annotated[str, typer.Argument(help="him, a SOC code or an occupation title.")] = "him",
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", help="File to write: .html, .pdf or .md; TOPIC.html by default."),
        ] = None,
        store: StoreOption = None,
        as_json: JsonFlag = False,
    ) -> None:
        """Write a pay guide: one HTML, PDF or Markdown file, every figure with its source, no network needed.

        Examples:

            paychart guide him -o him.html

            paychart guide 29-1141 -o nurses.html

            paychart guide him -o him.pdf

            paychart guide him -o him.md

            paychart guide him --json
        """
        from paychart.errors import BadInput
        from paychart.guide import markdown, page, pdf, sections, summary, topics
        from paychart.interfaces.cli.output import open_with_progress

        if output is not None and output.suffix not in (".html", ".htm", ".pdf", ".md"):
            raise BadInput(
                f"A guide cannot be written as {output.suffix or output.name!r}.",
                nearest=(".html", ".pdf", ".md"),
            )
        with open_with_progress(store) as opened:
            found = topics.find_topic(opened, topic)
            built = sections.build(opened, found)
        if as_json:
            print_json(summary.to_dict(built))
            return
        target = output or Path(f"{found.slug}.html")
        renderer = {".md": markdown, ".pdf": pdf}.get(target.suffix, page)
        page.write(renderer.render(built), target)
        typer.echo(f"Wrote {target}: {len(built.sections)} sections, {built.release}.")
