"""`paychart mcp`: the answers for AI assistants, over standard input and output."""

from __future__ import annotations

import threading

from paychart.doors.cli.output import StoreOption, open_with_progress


def mcp(store: StoreOption = None) -> None:
    """Serve AI assistants by the Model Context Protocol, on standard input and output.

    [bold]Example[/bold], as an assistant's settings name it:

      {"mcpServers": {"paychart": {"command": "paychart", "args": ["mcp"]}}}
    """
    from paychart.errors import SourceUnavailable

    try:
        from paychart.doors.mcp.server import serve
    except ImportError as error:
        raise SourceUnavailable(
            "The server for assistants needs a package that is not installed.",
            hint='Install it with: pip install "paychart[mcp]"',
        ) from error
    with open_with_progress(store) as opened:
        from paychart.pay.cells import hold_all

        threading.Thread(target=hold_all, args=[opened], daemon=True).start()
        serve(opened)
