"""What the commands that measure print."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from paychart.pay.model.grid import Grid
from paychart_lab.cells.analogue import evaluate_joint
from paychart_lab.cells.evaluation import evaluate
from paychart_lab.cells.past import Past
from paychart_lab.titles.evaluation import Score


def measured(
    grid: Grid, task: str, split: str, folds: int | None, tell: bool, boosted: bool, past: Past | None = None
) -> dict[str, Any]:
    """The report of one task, its steps shown on standard error."""
    if task == "joint":
        return evaluate_joint(grid)
    with Console(stderr=True).status("") as line:
        return evaluate(
            grid,
            task,
            split=split,
            folds=folds,
            tell_jobs=tell,
            boosted=boosted,
            past=past,
            progress=lambda step: line.update(step),
        )


def print_report(found: dict[str, Any]) -> None:
    """A report of `measured`, as tables."""
    console = Console()
    errors = found["mean_absolute_percent_error"]
    split = f", split by {found['split']}" if "split" in found else ""
    table = Table(
        title=f"{found['task']}: {found['hidden_cells']:,} hidden cells{split}", title_justify="left"
    )
    table.add_column("Mean absolute error, percent")
    for name in ("p10", "p25", "p50", "p75", "p90", "mean"):
        table.add_column(name, justify="right")
    table.add_column("Interval score", justify="right")
    for name, row in errors.items():
        what = found["rules"].get(name, name)
        score = found["weighted_interval_score"][name]
        table.add_row(what, *(f"{row[m]:.2f}" for m in row), f"{score:.2f}")
    console.print(table)
    if "by_employment" in found and "coverage" in found and "half_width_percent" in found:
        table = Table(title="Coverage of the median's 50, 80 and 90 % intervals", title_justify="left")
        for name in ("Cells", "Number", "Error of the median", "50 %", "80 %", "90 %", "Half-width, 90 %"):
            table.add_column(name, justify="left" if name == "Cells" else "right")
        for kind, title in (
            ("by_employment", "jobs"),
            ("by_history", "history:"),
            ("by_rse", "standard error"),
        ):
            for label, row in found.get(kind, {}).items():
                shares = [f"{100 * share:.1f}" for share in row["coverage"]]
                table.add_row(
                    f"{title} {label}", f"{row['cells']:,}", f"{row['p50']:.2f} %", *shares,
                    f"{row['half_width90_percent']:.1f} %",
                )  # fmt: skip
        console.print(table)
    floor = found["sampling_error_of_the_truth"]
    console.print(
        f"The truth's own sampling error: a perfect model would miss by {floor['floor_percent']:.1f} %; "
        f"{100 * floor['share_of_squared_error']:.0f} % of the squared error."
    )
    for code, row in found["occupations"].items():
        console.print(f"{code}: " + ", ".join(f"{name} {value:.1f} %" for name, value in row.items()))


def print_scores(scores: dict[str, Score]) -> None:
    """The title coder's scores, a row a judge."""
    table = Table("Judge", "Titles", "Top 1", "Top 5", "2-digit top 1", "Calibration error", "90 % set: holds / size",
                  "Pay off by")  # fmt: skip
    for name, score in scores.items():
        table.add_row(
            name, f"{score.titles:,}", f"{score.top1:.1%}", f"{score.top5:.1%}", f"{score.major_top1:.1%}",
            f"{100 * score.calibration_error:.1f} points",
            f"{score.set_coverage:.1%} / {score.set_size:.1f}", f"{score.wage_loss:.1%}",
        )  # fmt: skip
    Console().print(table)
    for name, score in scores.items():
        kept = "; ".join(f"{share:.0%} of titles {hit:.1%}" for share, _, hit in score.abstention)
        print(f"Right when only the surest are coded, {name}: {kept}.")
