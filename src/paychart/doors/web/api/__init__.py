"""The JSON API: an address for each public question, with the names and the JSON of the command line."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter

from paychart.doors.web.api import asked, sent
from paychart.questions import Question


def routers(questions: Iterable[Question]) -> tuple[APIRouter, ...]:
    """The addresses of these questions, and those that take a body."""
    return asked.router(questions), sent.router
