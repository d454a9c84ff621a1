"""A process that is killed without warning, at a moment drawn by chance with a fixed seed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def kill_at_moments() -> Callable[..., Iterator[float]]:
    """Run a program again and again and kill it (SIGKILL) each time; yields after every death.

    `longest` is the seconds that an undisturbed run takes; moments are spread evenly over it, each with its own
    jitter, so that every stage of the work is hit.
    """

    def run(program: str, times: int, longest: float, env: dict[str, str] | None = None) -> Iterator[float]:
        chance = random.Random(20251)
        for index in range(times):
            moment = longest * (index + chance.random()) / times
            victim = subprocess.Popen(
                [sys.executable, "-c", program],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )
            time.sleep(moment)
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            yield moment

    return run
