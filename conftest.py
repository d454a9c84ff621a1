"""Every `python` and `sh` block of README and docs is run: what a page shows works.

A document's `sh` blocks run in order in one empty folder, with this environment's commands first on the path.
Set-up that a reader does once (make, pip, activate) stands in `console` blocks, which are not run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

SLOWEST = 300  # seconds for one block; it guards against a hang, and asserts nothing


def run_shell(example: Example) -> None:
    """Run one block with bash; its words are shown where it fails."""
    folder = example.namespace.setdefault("folder", tempfile.mkdtemp(prefix="paychart-docs-"))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example.parsed],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=SLOWEST,
        check=False,
    )
    assert done.returncode == 0, f"{example.parsed}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("sh", run_shell)],
    patterns=["README.md", "docs/**/*.md", "docs/*.md"],
).pytest()
