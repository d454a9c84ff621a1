"""The web application: one store, one set of answers, the API and the pages, behind one wall."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

import paychart
from paychart.data.store import default_path
from paychart.doors.web import api, openapi, pages, problems, service, tables
from paychart.doors.web.answers import Answers, Busy
from paychart.doors.web.current_store import CurrentStore
from paychart.doors.web.formats import MEDIA, NotAcceptable
from paychart.doors.web.limits import ALONE, LIMITS, Limits, Serving
from paychart.doors.web.safety import Wall, log_to_stderr
from paychart.errors import PaychartError
from paychart.questions import Question
from paychart.questions.registry import QUESTIONS

_log = logging.getLogger("paychart.web")


def create_app(
    store: Path | None = None,
    limits: Limits = LIMITS,
    *,
    questions: Iterable[Question] | None = None,
    describe: bool = False,
    serving: Serving = ALONE,
) -> FastAPI:
    """The application over the store at `store`, or the default one, which must have been built.

    `describe` makes the API's description at the start rather than when it is first asked for; `questions` are those
    of the program unless others are given.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        made = asyncio.create_task(openapi.description(app)) if describe else None
        yield
        if made is not None:
            made.cancel()
        app.state.answers.close()

    app = FastAPI(
        title="paychart",
        version=paychart.__version__,
        description=openapi.ABOUT,
        license_info={"name": "MIT"},
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        servers=[{"url": "/", "description": "This server"}],
        responses=openapi.PROBLEMS,
        strict_content_type=False,
    )
    app.state.answers = Answers(CurrentStore(store or default_path(), serving), limits)
    app.state.limits = limits
    app.state.describing = asyncio.Lock()
    chosen = tuple(QUESTIONS.values()) if questions is None else tuple(questions)
    app.state.questions = chosen
    for router in api.routers(chosen):
        app.include_router(router)
    app.include_router(service.router)
    app.include_router(tables.router)
    pages.add_to(app)
    _handle_errors(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    if serving.cors:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(serving.cors),
            allow_methods=["GET", "POST", "HEAD"],
            allow_headers=["Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Link", "Retry-After"],
        )
    app.add_middleware(Wall, limits=limits, shared=bool(serving.cors))
    return app


def served() -> FastAPI:
    """The application as server processes make it: the default store, logs on standard error."""
    log_to_stderr()
    app = create_app(describe=True, serving=Serving.from_environment())
    gc.collect()
    gc.freeze()  # a collection that walked all that was just read would hold up every answer for a tenth of a second
    return app


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(PaychartError)
    async def mend(request: Request, error: PaychartError) -> Response:
        if problems.wants_page(request):
            return pages.of_error(request, error, problems.status_of(error))
        return problems.of_error(error)

    @app.exception_handler(Busy)
    async def busy(request: Request, error: Busy) -> Response:
        if problems.wants_page(request):
            return pages.of_error(request, error, 503)
        return problems.problem(
            503, "The server is busy, or the question is too large.", headers={"Retry-After": "5"}
        )

    @app.exception_handler(NotAcceptable)
    async def not_acceptable(request: Request, error: NotAcceptable) -> Response:
        forms = tuple(media.partition(";")[0] for media in MEDIA.values())
        return problems.problem(406, "No form asked for is one this answer has.", nearest=forms)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and problems.wants_page(request):
            return pages.not_found(request)
        return problems.of_http(error)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        _log.error("failed", exc_info=error)
        return problems.problem(500, "Something went wrong on our side.", hint="Try a simpler question.")
