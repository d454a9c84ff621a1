"""`paychart serve`: the pages and the JSON API on this machine."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from paychart.doors.cli.output import StoreOption


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; this machine only unless you say otherwise.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Processes that answer.")] = 1,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            "--cors", help="Origin whose pages may read the API, such as https://example.org; repeat it."
        ),
    ] = None,
    pin: Annotated[
        str,
        typer.Option(
            "--pin", help="Answer from this release alone: its name or the start of its content hash."
        ),
    ] = "",
    store: StoreOption = None,
) -> None:
    """Serve the pages and the JSON API. Stop it with Ctrl+C.

    [bold]Examples[/bold]

      paychart serve

      paychart serve --port 8080 --workers 2

      paychart serve --cors https://example.org --pin "May 2025"
    """
    from paychart.doors.cli.output import open_with_progress
    from paychart.errors import SourceUnavailable

    try:
        from paychart.doors.web.server import run
    except ImportError as error:
        raise SourceUnavailable(
            "The web pages need packages that are not installed.",
            hint='Install them with: pip install "paychart[web]"',
        ) from error
    with open_with_progress(store) as opened:  # builds the default store, where there is none yet
        from paychart.doors.web.limits import Serving

        serving = Serving(tuple(origin.rstrip("/") for origin in cors or ()), pin)
        serving.check(opened.release, opened.content_hash)
        os.environ.update(serving.to_environment())
        os.environ["PAYCHART_STORE"] = str(opened.path.resolve())
    run(host, port, workers)
