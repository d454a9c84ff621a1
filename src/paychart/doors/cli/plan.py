"""`paychart plan`: a personal plan on one page, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.options import answered
from paychart.doors.cli.output import JsonFlag, StoreOption, print_json
from paychart.errors import BadInput
from paychart.questions import Asked

ENDINGS = (".html", ".htm", ".pdf")


def plan(
    asked: Asked,
    output: Annotated[Path, typer.Option("--output", help="File to write: .html or .pdf.")] = Path(
        "plan.html"
    ),
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    if output.suffix not in ENDINGS:
        raise BadInput(
            f"A plan cannot be written as {output.suffix or output.name!r}.", nearest=(".html", ".pdf")
        )
    answer = answered(asked, store)
    if as_json:
        print_json(answer.to_json())
        return
    from paychart.guide import plan_page
    from paychart.show.output import write_whole

    made = answer.made
    content = plan_page.pdf(made) if output.suffix == ".pdf" else plan_page.html(made)
    write_whole(content, output, private=True)
    typer.echo(f"Wrote {output}. It holds what you typed; nothing was stored or sent.")
