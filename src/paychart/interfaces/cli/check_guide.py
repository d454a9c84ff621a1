"""`paychart check-guide`: which claims of someone else's guide hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from paychart.interfaces.cli.output import JsonFlag, StoreOption, print_json

LARGEST = 20_000_000


def register(app: typer.Typer) -> None:
    @app.command("check-guide")
    def check_guide(
        file: Annotated[str, typer.Argument(help="Text or Markdown file, or - for standard input.")],
        store: StoreOption = None,
        as_json: JsonFlag = False,
    ) -> None:
        """Grade a guide on health information management: its wage figures and employer comparisons.

        Examples:

            paychart check-guide old-guide.txt

            paychart check-guide - --json < old-guide.txt
        """
        from collections import Counter

        from paychart.errors import BadInput
        from paychart.guide import topics
        from paychart.guide.check import check
        from paychart.guide.check.claim import Evidence
        from paychart.interfaces.cli.output import open_with_progress

        try:
            raw = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else Path(file).read_bytes()
            text = raw.decode("utf-8")
        except OSError as error:
            raise BadInput(
                f"{file} cannot be read: {error.strerror}.", hint="Give a text file, or -."
            ) from error
        except UnicodeDecodeError as error:
            raise BadInput(f"{file} is not UTF-8 text.", hint="Save the guide as plain text.") from error
        if len(raw) > LARGEST or "\x00" in text or not text.strip():
            raise BadInput(f"{file} is empty, binary or over 20 MB.", hint="Save the guide as plain text.")
        with open_with_progress(store) as opened:
            claims = check(text, Evidence(opened, topics.HIM))
        if as_json:
            counts = Counter(grade for c in claims for grade in c.grades)
            print_json({"claims": [c.to_dict() for c in claims], "summary": dict(sorted(counts.items()))})
            return
        for c in claims:
            typer.echo(f"{' + '.join(c.grades).upper()}  {text[c.start : c.end]!r}\n  {c.explanation}\n")
        typer.echo(f"{len(claims)} claims.")
