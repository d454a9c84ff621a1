"""Run the blocks of `docs/tutorials` and show under each what it printed, and the pictures it made.

    python scripts/write_tutorials.py        # part of `make reference`; after a change of words or figures

`sh` blocks of a page run in one empty folder, `python` blocks in one program. What a block prints stands under it in a
`text` block, cut after some lines. Pictures named in a page (`../images/tutorial-*.svg`) are taken from that
folder; of a page written as HTML (`../images/tutorial-priced-summary.png` of `priced.summary.html`) Chromium takes one.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES, IMAGES = ROOT / "docs/tutorials", ROOT / "docs/images"
BLOCK = re.compile(r"```(sh|python)\n(.*?)```\n(?:\n?```text\n.*?```\n)?", re.DOTALL)
PICTURE = re.compile(r"\.\./images/tutorial-([\w-]+)\.(svg|png)")
LINES, WIDTH = 44, 100
DAY = "2026-11-29"  # answers tell which tables are due on it, as in the tests


def shell(code: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code], cwd=folder, capture_output=True, text=True, check=True,
        env={**os.environ, "PATH": path, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb"},
    )  # fmt: skip
    return done.stdout


def python(code: str, names: dict[str, object]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "tutorial", "exec"), names)
    return out.getvalue()


def shown(text: str) -> str:
    """The first lines of what was printed, long ones folded to the width of the page."""
    lines = [
        part
        for line in text.strip("\n").splitlines()
        for part in textwrap.wrap(
            line.rstrip(), WIDTH, subsequent_indent=re.match(r" *", line)[0], break_on_hyphens=False
        )
        or [""]
    ]
    return "\n".join(lines[:LINES] + ["…"] * (len(lines) > LINES))


def page(text: str, folder: Path) -> str:
    names: dict[str, object] = {}

    def run(found: re.Match[str]) -> str:
        kind, code = found[1], found[2]
        told = shown(shell(code, folder) if kind == "sh" else python(code, names))
        return f"```{kind}\n{code}```\n" + (f"\n```text\n{told}\n```\n" if told else "")

    return BLOCK.sub(run, text)


def picture(name: str, ending: str, folder: Path) -> None:
    target = IMAGES / f"tutorial-{name}.{ending}"
    if ending == "svg":
        shutil.copy(folder / f"{name}.svg", target)
    elif browser := shutil.which("chromium"):
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1",
             "--window-size=1100,900", f"--screenshot={target}", str(folder / f"{name.replace('-', '.')}.html")],
            check=True, capture_output=True,
        )  # fmt: skip


def main() -> None:
    os.environ.setdefault("COLUMNS", str(WIDTH))
    os.environ.setdefault("PAYCHART_TODAY", DAY)
    for path in sorted(PAGES.glob("*.md")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            text = page(path.read_text(encoding="utf-8"), folder)
            path.write_text(text, encoding="utf-8")
            for found in PICTURE.finditer(text):
                picture(found[1], found[2], folder)
        print(path.name)


if __name__ == "__main__":
    main()
