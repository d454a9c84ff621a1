"""How a command ends before its time: on Ctrl-C or a polite kill it tidies up and exits with 130 or 143."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

_caught: list[int] = []


def mind_signals() -> None:
    """From now on SIGINT and SIGTERM unwind the command, so that what it was writing goes."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _unwind)
        signal.signal(signal.SIGTERM, _unwind)


def _unwind(number: int, _frame: FrameType | None) -> None:
    _caught.append(number)
    # Work in other threads and libraries may turn the first into an error of its own; a second one ends it all.
    if len(_caught) > 2:
        signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)


def asked_to_leave(error: BaseException) -> int | None:
    """The exit code where `error` comes of a signal; None where it does not."""
    if _caught:
        return 128 + _caught[0]
    return 130 if isinstance(error, KeyboardInterrupt) else None


def quietly(code: int) -> None:
    """Exit with `code`; what libraries still say while they are taken apart is nobody's concern."""
    sys.unraisablehook = lambda _: None
    sys.exit(code)
