"""Uploaded files: read whole into memory within a limit, never spooled to a disk, forgotten with the request."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from paychart.errors import BadInput

MOST_SURVEYS = 4
_MOST_FIELDS = 40
_LONGEST_FIELD = 2_000


@dataclass(frozen=True)
class Upload:
    """A form: the file's name and bytes (both empty where none was chosen), its other fields, and the employer's own
    surveys (names and bytes), where it sent some."""

    name: str
    content: bytes
    fields: dict[str, str]
    surveys: tuple[tuple[str, bytes], ...] = ()


class _InMemory(MultiPartParser):
    """Starlette's parser, whose spooled files hold everything the wall lets through without rolling over."""

    def __init__(self, headers: Headers, body: bytes) -> None:
        super().__init__(
            headers,
            _whole(body),
            max_files=1 + MOST_SURVEYS,
            max_fields=_MOST_FIELDS,
            max_part_size=_LONGEST_FIELD,
        )
        self.spool_max_size = len(body) + 1


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


async def read_upload(request: Request) -> Upload:
    """The form of a multipart request. Raises BadInput for what is none."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise BadInput("The form was not sent as a file.", hint="Choose a file and send the form again.")
    try:
        form = await _InMemory(request.headers, await request.body()).parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise BadInput(
            "The file did not arrive whole.", hint=f"Send one payroll and at most {MOST_SURVEYS} surveys."
        ) from error
    name, content = "", b""
    fields: dict[str, str] = {}
    surveys = []
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            if key == "file":
                name, content = value.filename or "", await value.read()
            elif key == "survey" and (survey := await value.read()):
                surveys.append(((value.filename or "survey.csv")[-200:], survey))
            await value.close()
        else:
            fields[key] = value
    return Upload(name[-200:], content, fields, tuple(surveys))
