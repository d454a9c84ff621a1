"""`paychart doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, print_json
from paychart.errors import PaychartError

_LEAST_SPACE = (
    500  # MB: a store is built beside the old one, and a payroll is worked on in the temporary folder
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine or not, what was seen, and what to do."""

    what: str
    fine: bool
    seen: str
    do: str = ""


def doctor(store: StoreOption = None, as_json: JsonFlag = False) -> None:
    """Look the installation over: versions, extras, bundled tables, store, disk and permissions. Exit 1 if not well.

    [bold]Example[/bold]

      paychart doctor
    """
    from paychart.data.store import default_path

    path = store or default_path()
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _versions, _bundled, lambda: _store(path), lambda: _disk(path),
    )  # fmt: skip
    findings = [finding for look in looks for finding in look()]
    well = all(finding.fine for finding in findings)
    if as_json:
        print_json({"well": well, "findings": [asdict(finding) for finding in findings]})
    else:
        _print(findings)
    if not well:
        raise typer.Exit(1)


def _versions() -> Iterator[Finding]:
    """Every package that paychart or an installed extra needs, against the lowest version that works."""
    from importlib.metadata import PackageNotFoundError, distribution, version

    import paychart

    yield Finding("paychart", True, paychart.__version__)
    try:
        needs = distribution("paychart").requires or []
    except PackageNotFoundError:
        yield Finding("packages", False, "paychart is not installed as a package", "pip install paychart")
        return
    extras: dict[str, list[str]] = {}
    for need in needs:
        package, _, condition = need.partition(";")
        extra = re.search(r"extra == ['\"]([\w-]+)['\"]", condition)
        name = re.split(r"[<>=!~\[ (]", package.strip(), maxsplit=1)[0]
        lowest = re.search(r">=\s*([\d.]+)", package)
        try:
            held = version(name)
        except PackageNotFoundError:
            if extra is None:
                yield Finding(name, False, "not installed", f"pip install {name}")
            elif name != "paychart" and "platform" not in condition:
                extras.setdefault(extra[1], []).append(name)
            continue
        if lowest and _numbers(held) < _numbers(lowest[1]):
            yield Finding(name, False, f"{held}, older than {lowest[1]}", f"pip install --upgrade {name}")
        if extra:
            extras.setdefault(extra[1], [])
    users = ("employers", "guide", "mcp", "model", "private", "spark", "survey", "web")
    for extra_name in users:
        missing = extras.get(extra_name, [])
        seen = f"without {', '.join(missing)}" if missing else "installed"
        yield Finding(
            f"extra {extra_name}", True, seen, f'pip install "paychart[{extra_name}]"' if missing else ""
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _bundled() -> Iterator[Finding]:
    from paychart.data import manifest

    try:
        wrong, count = manifest.damage(), len(manifest.recorded())
    except PaychartError as error:
        yield Finding("bundled tables", False, error.message, error.hint or "")
        return
    if manifest.is_checkout():
        yield Finding(
            "bundled tables", True, f"a checkout: {len(wrong)} of {count} files differ from the manifest",
            "make manifest" if wrong else "",
        )  # fmt: skip
        return
    for name, words in wrong.items():
        yield Finding(f"bundled {name}", False, words, "pip install --force-reinstall paychart")
    if not wrong:
        yield Finding(
            "bundled tables", count > 0, f"{count} files as released" if count else "no manifest",
            "" if count else "pip install --force-reinstall paychart",
        )  # fmt: skip


def _store(path: Path) -> Iterator[Finding]:
    from paychart.data.store import open_store

    if not path.exists():
        yield Finding("store", True, f"none yet at {path}; the first command builds it")
        return
    try:
        with open_store(path) as store:
            broken = [finding for finding in store.findings if not finding["holds"] and finding["hard"]]
            tables = [name for (name,) in store.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1")]
            rows = sum(store.rows(f'SELECT count(hash(t)) FROM "{name}" t')[0][0] for name in tables)
            yield Finding("store", True, f"{path}: OEWS {store.release}, {rows:,} rows read")
            laws = f"{len(store.findings)} laws of the data, {len(broken)} broken"
            yield Finding("laws", not broken, laws, "paychart data build" if broken else "")
    except PaychartError as error:
        yield Finding("store", False, error.message, error.hint or "")


def _disk(path: Path) -> Iterator[Finding]:
    for what, folder in (("cache folder", path.parent), ("temporary folder", Path(tempfile.gettempdir()))):
        there = next((f for f in (folder, *folder.parents) if f.exists()), folder)
        free = shutil.disk_usage(there).free // 1_000_000
        yield Finding(
            f"{what}: space", free >= _LEAST_SPACE, f"{free:,} MB free at {folder}",
            "" if free >= _LEAST_SPACE else f"Free {_LEAST_SPACE - free:,} MB.",
        )  # fmt: skip
        allowed = os.access(there, os.W_OK | os.X_OK)
        yield Finding(
            f"{what}: permissions", allowed, "can be written" if allowed else f"{there} cannot be written",
            "" if allowed else "Set PAYCHART_STORE (or TMPDIR) to a folder of your own.",
        )  # fmt: skip


def _print(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "What", "Seen", "What to do", box=None)
    for finding in findings:
        mark = "[green]ok[/green]" if finding.fine else "[red]not well[/red]"
        table.add_row(mark, finding.what, finding.seen, finding.do)
    Console().print(table)
