"""`paychart titles`: code job titles, one or a CSV file of them; refit and judge the coder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.options import add, answered
from paychart.doors.cli.output import JsonFlag, StoreOption, laboratory, open_with_progress, print_json
from paychart.questions import Asked

OnetOption = Annotated[
    Path | None,
    typer.Option("--onet", help="Folder of O*NET text files; what `data fetch onet` left by default."),
]
SocOption = Annotated[
    Path | None, typer.Option("--soc", help="Folder of SOC's direct-match title file, if you have it.")
]


app = typer.Typer(help="Job titles to SOC occupations, with probabilities.", no_args_is_help=True)


def code(
    asked: Asked,
    column: Annotated[str, typer.Option("--column", help="CSV column that holds the titles.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="CSV file to write.")] = None,
    as_json: JsonFlag = False,
) -> None:
    what = asked["title"]
    if column or output or what.lower().endswith(".csv"):
        from paychart.words.titles.batch import code_file

        with _bar("Coding titles") as step:
            coded = code_file(
                Path(what), column or "title", output, progress=lambda share: step("Coding titles", share)
            )
        if as_json:
            print_json(coded.to_dict())
        else:
            typer.echo(f"{coded.rows:,} rows: {coded.coded:,} coded, {coded.doubtful:,} too doubtful.")
        return
    coding = answered(asked).made
    if as_json:
        print_json(coding.to_dict())
        return
    if coding.abstained:
        typer.echo(
            "Too doubtful to choose; closest occupations:" if coding.candidates else "Nothing to code."
        )
    for candidate in coding.candidates:
        typer.echo(f"{candidate.probability:6.1%}  {candidate.soc}  {candidate.soc_title}")
    stated = [coding.level and f"level {coding.level}", coding.schedule, " ".join(coding.credentials)]
    typer.echo(f"Evidence: {coding.evidence}.")
    if coding.question:
        typer.echo(coding.question)
    if any(stated):
        typer.echo(f"Also stated: {', '.join(filter(None, stated))}.")


add(app, "titles", code)


@app.command()
def train(
    onet: OnetOption = None,
    soc: SocOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where the model goes; beside the store by default.")
    ] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Refit the coder from O*NET titles on this machine: some minutes. The result is used from then on.

    [bold]Example[/bold]

      paychart data fetch onet; paychart titles train
    """
    from paychart.words.titles.coder import carried_meanings, refitted_path
    from paychart.words.titles.published import published_occupations

    with laboratory():
        from paychart_lab.titles.refit import refit
        from paychart_lab.titles.training import gather

    with open_with_progress(store) as opened:
        published = published_occupations(opened)
    titles = gather(onet or _fetched(), soc, published)
    with _bar("Fitting") as step:
        made = refit(titles, carried_meanings(), output or refitted_path(), step)
    if as_json:
        print_json(made.to_dict())
    else:
        typer.echo(f"{made.titles:,} titles learned; {made.size / 1e6:.1f} MB in {made.path}")


@app.command()
def evaluate(
    judge: Annotated[
        Path | None, typer.Option("--judge", help="CSV with columns title, soc and perhaps also: no refit.")
    ] = None,
    onet: OnetOption = None,
    soc: SocOption = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Measure the coder: on a judge file, or on a tenth of O*NET's titles held out of a fresh fit (minutes).

    [bold]Examples[/bold]

      paychart titles evaluate --judge my_titles.csv

      paychart titles evaluate --onet db_30_1_text --soc soc
    """
    from paychart.words.titles.coder import carried_coder, carried_meanings
    from paychart.words.titles.published import published_occupations

    with laboratory():
        from paychart_lab.showing import print_scores
        from paychart_lab.titles.evaluation import evaluate as measure
        from paychart_lab.titles.evaluation import judge as score_judge
        from paychart_lab.titles.evaluation import read_judge
        from paychart_lab.titles.training import gather

    rows = read_judge(judge) if judge else None
    with open_with_progress(store) as opened:
        published = published_occupations(opened)
    if rows is not None:
        scores = score_judge(carried_coder(), rows, published)
    else:
        titles = gather(onet or _fetched(), soc, published, catalogue=False)
        with _bar("Fitting") as step:
            scores = dict(measure(titles, carried_meanings(), step).scores)
    if as_json:
        print_json({name: score.to_dict() for name, score in scores.items()})
    else:
        print_scores(scores)


def _fetched() -> Path:
    """The folder that `paychart data fetch onet` filled. Raises SourceUnavailable where it did not."""
    from paychart.data.store import default_path
    from paychart.errors import SourceUnavailable

    folder = default_path().parent / "downloads" / "onet"
    found = next(folder.rglob("Alternate Titles.txt"), None) if folder.is_dir() else None
    if found is None:
        raise SourceUnavailable(
            "O*NET's titles are not on this machine.",
            hint="Run: paychart data fetch onet, or name their folder with --onet.",
        )
    return found.parent


@contextmanager
def _bar(label: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error, from shares of the whole."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=Console(stderr=True),
        transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(label, total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
