"""`paychart plan`: a personal plan on one page, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.careers import AssumeOption, RentOption, RoleOption
from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json, progress_bar
from paychart.doors.cli.profile_options import takes_profile
from paychart.errors import BadInput
from paychart.profile import Profile

ENDINGS = (".html", ".htm", ".pdf")


def register(app: typer.Typer) -> None:
    app.command()(plan)


@takes_profile
def plan(
    profile: Profile,
    output: Annotated[Path, typer.Option("--output", help="File to write: .html or .pdf.")] = Path(
        "plan.html"
    ),
    age: Annotated[int | None, typer.Option(help="Your age; school age plus experience if absent.")] = None,
    retire: Annotated[int, typer.Option(help="The age to work until.")] = 67,
    role: RoleOption = "",
    goal: Annotated[str, typer.Option(help='A role to work towards, e.g. "HIM director".')] = "",
    rent_share: RentOption = None,
    assume: AssumeOption = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Your plan on one page: where you stand, three moves with cost and break-even, the way up, what to watch.

    [bold]Examples[/bold]

      paychart plan -o 29-2072 -a "Denver, CO" -i hospital --education associate --experience 3 -c RHIT

      paychart plan -o 29-2072 -a Ohio --education bachelor --goal "compliance officer" --output plan.pdf

      paychart plan -o 29-9021 -a Texas --experience 8 --json
    """
    from paychart.careers.personal_plan import personal_plan

    if output.suffix not in ENDINGS:
        raise BadInput(
            f"A plan cannot be written as {output.suffix or output.name!r}.", nearest=(".html", ".pdf")
        )
    with open_with_progress(store) as opened, progress_bar("Making your plan") as step:
        made = personal_plan(
            profile,
            opened,
            age=age,
            retire=retire,
            role=role,
            goal=goal,
            changes=tuple(assume or ()),
            rent_share=rent_share,
            progress=step,
        )
    if as_json:
        print_json(made.to_dict())
        return
    from paychart.guide import plan_page
    from paychart.show.output import write_whole

    content = plan_page.pdf(made) if output.suffix == ".pdf" else plan_page.html(made)
    write_whole(content, output, private=True)
    typer.echo(f"Wrote {output}. It holds what you typed; nothing was stored or sent.")
