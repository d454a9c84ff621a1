"""`paychart guide`: the computed pay guide as one HTML, PDF or Markdown file, or an old guide edited in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.options import answered
from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
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


def write_update(file: str, output: Path | None, as_json: bool, store: Path | None) -> None:
    """Check the guide and edit it; as Markdown to standard output, or a .md, .html or .docx file."""
    from paychart.claims import check_guide
    from paychart.doors.cli.check_guide import read_file
    from paychart.guide import word
    from paychart.guide.update import markdown, update
    from paychart.guide.update import page as updated_page
    from paychart.show.output import usable, write_whole

    if output is not None and output.suffix not in (".html", ".htm", ".md", ".docx"):
        raise BadInput(
            f"An updated guide cannot be written as {output.suffix or output.name!r}.",
            nearest=(".html", ".md", ".docx"),
        )
    if output is not None:
        usable(output, inputs=(file,))
    raw, name = read_file(file), "" if file == "-" else file
    if word.is_word(raw):
        raw, name = word.as_markdown(raw), f"{name}.md"
    with open_with_progress(store) as opened:
        report = check_guide(raw, opened, name=name)
    built = update(report, "The guide" if file == "-" else Path(file).name, raw.decode("utf-8", "replace"))
    if as_json:
        print_json(built.to_dict())
    elif output is None:
        typer.echo(markdown(built), nl=False)
    else:
        content: str | bytes = word.write(built) if output.suffix == ".docx" else ""
        content = content or (markdown(built) if output.suffix == ".md" else updated_page(built))
        write_whole(content, output, inputs=(file,))
        marked = sum(edit.note for edit in built.edits)
        replaced = len({edit.number for edit in built.edits if not edit.note})
        typer.echo(
            f"Wrote {output}: {len(built.changes)} claims, {replaced} replaced, {marked} marked, nothing dropped."
        )
