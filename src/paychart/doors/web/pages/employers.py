"""*Employers* - a payroll against the market: read into memory, priced, shown, and forgotten."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import Step, answers_of
from paychart.doors.web.formats import MEDIA
from paychart.doors.web.pages.render import page
from paychart.doors.web.problems import hint_of
from paychart.doors.web.uploads import Upload, read_upload
from paychart.employers.columns import PRICING
from paychart.errors import BadInput, PaychartError
from paychart.show import ratio_strip, tenths

ADDRESS, TITLE = "/employers", "Employers"
router = APIRouter()

SAMPLE_ROWS, SAMPLE_SEED = 150, 1
ROLES = {
    "title": "Job title",
    "occupation": "Occupation code",
    "pay": "Pay",
    "basis": "Pay per hour, year …",
    "hours": "Hours a week",
    "area": "Place",
    "employer": "Employer type",
    "education": "Education",
    "experience": "Years of experience",
    "credentials": "Credentials",
    "id": "Employee id",
}
BASES = {
    "": "as each amount suggests",
    "hourly": "an hour",
    "annual": "a year",
    "monthly": "a month",
    "semimonthly": "half a month",
    "biweekly": "two weeks",
    "weekly": "a week",
}
_GROUPS_SHOWN = 12
_PUT_RIGHT = "Say below which column it is."
_samples: OrderedDict[str, tuple[bytes, Any]] = OrderedDict()


@dataclass
class Shown:
    """Everything the template shows."""

    name: str = ""
    sample: bool = False
    basis: str = ""
    done: dict[str, Any] | None = None
    header: tuple[str, ...] = ()
    samples: dict[str, str] = field(default_factory=dict)  # column -> a few of its values
    columns: dict[str, str] = field(default_factory=dict)  # role -> column, as guessed or as named
    named: dict[str, str] = field(default_factory=dict)
    histogram: str = ""
    spots: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    trouble: PaychartError | None = None
    hint: str = ""


@router.get(ADDRESS)
async def ask(request: Request) -> Response:
    """The empty form."""
    return _page(request, Shown())


@router.post(ADDRESS)
async def price(request: Request) -> Response:
    """The columns of the payroll that was sent, to confirm; once they are, the payroll priced, or its rows as CSV.

    Nothing is priced before somebody has seen what each column is taken for; the file is sent again with the answer.
    """
    shown = Shown()
    try:
        upload = await read_upload(request)
        shown.name, shown.basis = upload.name, upload.fields.get("basis", "")
        if not upload.content:
            raise BadInput("Choose a file first.", hint="A CSV, Excel or Parquet file with one row a person.")
        confirmed = await answers_of(request).compute_slow(lambda _store, _: _understood(upload, shown))
        if not confirmed and upload.fields.get("format") != "csv":
            return _page(request, shown)
        done = await answers_of(request).compute_payroll(
            lambda store, step: _priced(store, upload, shown, step)
        )
    except PaychartError as error:
        shown.trouble, shown.hint = error, hint_of(error) if not shown.header else _PUT_RIGHT
        return _page(request, shown, 422)
    if upload.fields.get("format") == "csv":
        return _rows(done.csv, "priced.csv")
    return _page(request, _filled(shown, done))


@router.get(ADDRESS + "/sample")
async def sample(request: Request) -> Response:
    """The same with a synthetic payroll."""
    _, done = await _sample(request)
    return _page(request, _filled(Shown("sample.csv", sample=True), done))


@router.get(ADDRESS + "/{name}.csv")
async def file(request: Request, name: str) -> Response:
    """The synthetic payroll as a file, before and after it was priced."""
    if name not in ("sample", "sample-priced"):
        raise BadInput(f"There is no file {name[:40]!r}.", nearest=("sample", "sample-priced"))
    content, done = await _sample(request)
    return _rows(content if name == "sample" else done.csv, f"{name}.csv")


def _understood(upload: Upload, shown: Shown) -> bool:
    """Reads the header, samples and guesses into `shown`; whether the visitor has confirmed these very columns."""
    from paychart.employers.benchmark import understand_held

    opened = understand_held(upload.name, upload.content)
    payroll = opened.payroll
    shown.header = payroll.header
    # Values of columns nobody asked about may be of people: they are told by their kind alone.
    shown.samples = {name: _kind([row[name] for row in payroll.sample]) for name in payroll.header}
    shown.samples |= dict(opened.examples.values())
    # Choices made for another file's columns, left in the form, say nothing about this one.
    same = upload.fields.get("of") == _mark(payroll.header)
    named = {role: upload.fields[role] for role in ROLES if same and role in upload.fields}
    shown.columns = {**opened.columns.role, **named}
    shown.named = named
    return same


def _kind(values: list[Any]) -> str:
    """What sort of values a column has."""
    told = [str(value).replace(",", "").lstrip("$") for value in values if value not in (None, "")]
    if not told:
        return "empty"
    numbers = sum(text.replace(".", "", 1).lstrip("-").isdigit() for text in told)
    return "numbers" if numbers > len(told) / 2 else "words"


def _priced(store: Store, upload: Upload, shown: Shown, step: Step) -> Any:
    from paychart.employers.benchmark import benchmark_held
    from paychart.employers.benchmark_run import BASES as KNOWN

    return benchmark_held(
        upload.name,
        upload.content,
        store,
        columns=shown.named,
        basis=shown.basis if shown.basis in KNOWN else None,
        surveys=upload.surveys,
        progress=step,
    )


def _mark(header: tuple[str, ...]) -> str:
    """A short mark of a file's columns."""
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()[:16]


async def _sample(request: Request) -> tuple[bytes, Any]:
    """The synthetic payroll and what was made of it, made once a store: it is about nobody."""

    def work(store: Store, step: Step) -> tuple[bytes, Any]:
        import io

        import pyarrow.csv

        from paychart.employers.sample_payroll import sample_table

        if store.content_hash not in _samples:
            out = io.BytesIO()
            pyarrow.csv.write_csv(sample_table(store, rows=SAMPLE_ROWS, seed=SAMPLE_SEED), out)
            content = out.getvalue()
            _samples[store.content_hash] = (
                content,
                _priced(store, Upload("sample.csv", content, {}), Shown(), step),
            )
            while len(_samples) > 1:
                _samples.popitem(last=False)
        return _samples[store.content_hash]

    return await answers_of(request).compute_payroll(work)


def _filled(shown: Shown, done: Any) -> Shown:
    shown.done = done.to_dict()
    shown.columns = shown.done["columns"]
    summary = shown.done["summary"]
    shown.histogram = tenths(summary["percentile_histogram"])
    ratios = [group["compa_ratio"] for group in summary["hot_spots"]]
    low, high = min([0.9, *ratios]) - 0.02, max([1.1, *ratios]) + 0.02
    shown.spots = [(group, ratio_strip(group["compa_ratio"], low, high)) for group in summary["hot_spots"]]
    return shown


def _rows(content: bytes, name: str) -> Response:
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA["csv"], headers=headers)


def _page(request: Request, shown: Shown, status: int = 200) -> Response:
    reply = page(
        request,
        "employers.html.j2",
        status=status,
        shown=shown,
        roles={role: ROLES[role] for role in ROLES if role in (*PRICING, "id")},
        bases=BASES,
        first=_GROUPS_SHOWN,
        mark=_mark(shown.header),
        limit=answers_of(request).limits.upload_bytes,
    )
    if request.method == "POST":
        reply.headers["Cache-Control"] = "no-store"
    return reply
