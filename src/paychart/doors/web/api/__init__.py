"""The JSON API: each address is a command of the command line, with the same names and the same JSON."""

from __future__ import annotations

from fastapi import APIRouter

from paychart.doors.web.api import batch, careers, employers, holdings, pay, times, words

routers: tuple[APIRouter, ...] = tuple(
    module.router for module in (pay, times, careers, words, batch, employers, holdings)
)
