"""The command line's front page: every command stands under what a person wants of it."""

from __future__ import annotations

from importlib.metadata import version

from typer.testing import CliRunner

from paychart.doors.cli.app import PANELS, app


def test_every_command_has_its_panel() -> None:
    listed = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "100", "NO_COLOR": "1"}).output
    for panel, names in PANELS.items():
        below = listed.partition(f" {panel} ")[2].partition("╰")[0]
        for name in names:
            assert f"│ {name} " in below, name
    assert len([line for line in listed.splitlines() if line.startswith("╭─ ")]) == len(PANELS) + 1


def test_the_version_is_the_package_s() -> None:
    answer = CliRunner().invoke(app, ["--version"])
    assert answer.exit_code == 0
    assert answer.output.strip() == f"paychart {version('paychart')}"
