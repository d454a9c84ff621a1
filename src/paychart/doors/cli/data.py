"""`paychart data`: build the store, see what is in it, fetch official files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paychart.doors.cli.options import add
from paychart.doors.cli.output import JsonFlag, StoreOption, building_bar, grid, print_json, screen

if TYPE_CHECKING:
    from paychart.data.sources.schema import Table
    from paychart.data.store import Store

app = typer.Typer(help="The store: build it, see what is in it, fetch official files.", no_args_is_help=True)


@app.command()
def build(
    store: StoreOption = None,
    oews_flat: Annotated[
        Path | None, typer.Option("--oews-flat", help="Folder with BLS's flat files (oe.data.0.Current ...).")
    ] = None,
    oews_years: Annotated[
        Path | None, typer.Option("--oews-years", help="Folder with BLS's yearly national files.")
    ] = None,
    eci: Annotated[
        Path | None,
        typer.Option("--eci", help="Folder with BLS's Employment Cost Index file (ci.data.1.AllData)."),
    ] = None,
    oews_research: Annotated[
        Path | None,
        typer.Option("--oews-research", help="Folder with BLS's research estimates by state and industry."),
    ] = None,
    downloads: Annotated[
        Path | None,
        typer.Option("--downloads", help="Folder that fetch or refresh filled; each source in it is used."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Build the store from the release that installs with paychart, or from official files.

    [bold]Examples[/bold]

      paychart data build

      paychart data build --store my.duckdb --oews-flat downloads/oews --oews-years downloads/oews-years

      paychart data build --store my.duckdb --oews-research downloads/oews-research
    """
    from paychart.data.store import build_store, default_path
    from paychart.errors import BadInput

    for folder in (oews_flat, oews_years, eci, oews_research, downloads):
        if folder is not None and not folder.is_dir():
            raise BadInput(
                f"{folder} is not a folder.", hint="Name the folder that holds the official files."
            )
    target = store or default_path()
    with building_bar() as step:
        content_hash = build_store(
            target,
            oews_flat_folder=oews_flat,
            oews_years_folder=oews_years,
            eci_folder=eci,
            oews_research_folder=oews_research,
            downloads=downloads,
            progress=step,
        )
    if as_json:
        print_json({"store": str(target), "content_hash": content_hash})
    else:
        typer.echo(f"Built {target}\nContent hash {content_hash}")


def status(made: Store) -> None:
    console = screen()
    console.print(f"[bold]{made.path}[/bold]\nOEWS {made.release}, content {made.content_hash}\n")
    names = ("Source", "Title", "Release", "Retrieved", "Rows")
    sources = grid(*names, title="Sources", left=names)
    for load in made.loads:
        rows = ", ".join(f"{name} {count:,}" for name, count in load["rows"].items())
        sources.add_row(load["source"], load["title"], load["release"], load["retrieved"], rows)
    console.print(sources)
    console.print(_editions(made))
    laws = grid("Law", "Holds", "Exceptions", "Checked", title="Laws of the data", left=("Holds",))
    for finding in made.findings:
        mark = "[green]yes[/green]" if finding["holds"] else "[red]no[/red]"
        laws.add_row(finding["statement"], mark, f"{finding['violations']:,}", f"{finding['checked']:,}")
    console.print(laws)


def _editions(made: Store) -> Any:
    """Each table's edition, and whether a newer one is due or out on the store's day."""
    names = ("Table", "Edition", "Published", "Next due", "State")
    editions = grid(*names, title=f"Editions on {made.clock()}", left=names)
    colors = {"current": "green", "due": "yellow", "superseded": "red"}
    for vintage in made.vintages.values():
        state = vintage.state(made.clock())
        told = {
            "due": f"due since {vintage.since(made.clock())}",
            "superseded": f"superseded by {vintage.superseded_by}",
        }
        days = (str(day) if day else "" for day in (vintage.published, vintage.due))
        editions.add_row(
            vintage.table,
            vintage.edition,
            *days,
            f"[{colors[state]}]{told.get(state, state)}[/{colors[state]}]",
        )
    return editions


def tables(made: Sequence[Table]) -> None:
    console = screen()
    for table in made:
        console.print(f"\n[bold]{table.name}[/bold]: {table.description}\n[dim]{table.source}[/dim]")
        names = ("Column", "Type", "Unit", "Meaning")
        columns = grid(*names, left=names)
        for column in table.columns:
            columns.add_row(column.name, column.type, column.unit, column.description)
        console.print(columns)


add(app, "data", status)
add(app, "tables", tables)


@app.command()
def fetch(
    source: Annotated[
        str, typer.Argument(help="oews, oews-years, oews-research, projections, rpp, eci, cpi, onet or pums.")
    ],
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the files go; the user's cache by default.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Download official files: cached, resumed, checksummed. Nothing else in paychart uses the network.

    [bold]Example[/bold]

      paychart data fetch oews
    """
    import httpx
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from paychart.data.sources.downloads import fetch as download
    from paychart.data.sources.downloads import find_download
    from paychart.data.store import default_path

    entry = find_download(source)
    target = folder or default_path().parent / "downloads" / entry.name
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    with (
        bar,
        httpx.Client(timeout=60, headers={"User-Agent": "paychart (open-source wage statistics)"}) as client,
    ):
        task = bar.add_task(entry.title, total=None)
        checksums = download(
            entry,
            target,
            client,
            lambda name, done, total: bar.update(task, description=name, completed=done, total=total or None),
        )
    if as_json:
        print_json({"folder": str(target), "sha256": checksums})
    else:
        typer.echo(f"{len(checksums)} files in {target}")


@app.command()
def refresh(
    store: StoreOption = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            help="Only this source, due or not; may be repeated: oews, projections, rpp, eci, cpi.",
        ),
    ] = None,
    watch: Annotated[
        list[str] | None,
        typer.Option("--watch", help="Tell what changed for this occupation; may be repeated."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the files are kept; the user's cache by default.")
    ] = None,
    differences: Annotated[
        Path | None, typer.Option("--page", help="Write every difference to this Markdown file.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Fetch what is due from the official addresses, build the store anew, and tell what changed.

    Made for a daily timer: where nothing is new, or nobody can be reached, nothing changes. From a checkout the pay
    model is fitted again when a new release of wages arrives.

    [bold]Examples[/bold]

      paychart data refresh --watch 29-2072

      paychart data refresh --source oews --source projections --page differences.md
    """
    import httpx

    from paychart.data.changes import page
    from paychart.data.refresh import refresh as run
    from paychart.data.store import default_path, open_store
    from paychart.data.vintages import today
    from paychart.show.output import write_whole

    target = store or default_path()
    kept = folder or default_path().parent / "downloads"
    with (
        httpx.Client(timeout=60, headers={"User-Agent": "paychart (open-source wage statistics)"}) as client,
        building_bar() as step,
    ):
        done = run(
            target, kept, client, today=today(), sources=source or (), watch=watch or (), progress=step
        )
    refitted = _refit(target) if done.new_release else ""
    if differences is not None:
        write_whole(page(done.changes, f"What changed on {done.day}"), differences)
    if as_json:
        print_json({**done.to_dict(), "refitted": refitted})
        return
    for item in done.fetched:
        typer.echo(f"{item.name}: {item.outcome}, {item.edition}" + (f" ({item.why})" if item.why else ""))
    typer.echo(f"{len(done.changes):,} figures changed." if done.rebuilt else "Nothing is new.")
    for change in done.watched:
        typer.echo(change.words())
    if done.new_release:
        with open_store(target) as opened:
            typer.echo(
                f"Wages are of {opened.release}. {refitted or 'The pay model awaits a fit: paychart model cells'}"
            )


def _refit(path: Path) -> str:
    """The pay model fitted to the new release where the laboratory is at hand; "" where it is not."""
    try:
        from paychart_lab.cells.fitting import fit_beside
    except ModuleNotFoundError:
        return ""
    from paychart.data.store import open_store

    with open_store(path) as opened:
        table = fit_beside(opened, progress=lambda text: typer.echo(text + " ...", err=True))
    return f"The pay model was fitted to it ({len(table.row):,} cells)."
