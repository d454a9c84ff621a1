"""*The guide* - the computed pay guide: read here, printed, or taken along as PDF, HTML or Markdown."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import OrderedDict
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.person import FIELDS
from paychart.doors.web.pages.render import page
from paychart.doors.web.problems import hint_of
from paychart.errors import BadInput, PaychartError
from paychart.guide import markdown, pdf, sections, topics
from paychart.guide import page as html
from paychart.guide.scope import Scope, scope_of
from paychart.profile import Profile

ADDRESS, TITLE = "/guide", "The guide"
router = APIRouter()

_MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
_FIELDS = ("topic", "area", "industry", "education", "experience")
_KEPT = 24
_made: OrderedDict[tuple[str, ...], bytes] = OrderedDict()


@router.get(ADDRESS)
async def ask(request: Request) -> Response:
    """What the guide is to be about and for whom; with a topic, where it can be read."""
    given = parse_qs(request.url.query)
    form = {name: given.get(name, [""])[-1].strip()[:200] for name in _FIELDS}
    scope, trouble = None, None
    if any(form.values()):
        try:
            scope = await answers_of(request).compute(lambda store: _scope(store, form))
        except PaychartError as error:
            trouble = error
    reader = urlencode({k: v for k, v in form.items() if v and k != "topic"})
    return page(
        request,
        "guide.html.j2",
        status=422 if trouble else 200,
        form=form,
        scope=scope,
        trouble=trouble,
        hint=hint_of(trouble) if trouble else "",
        reader=reader,
        education=(("", "Any"), *FIELDS["education"].offers),
    )


@router.get(ADDRESS + "/{name}.{ending}")
async def read(request: Request, name: str, ending: str) -> Response:
    """One guide in one form; `save` asks the browser to keep the file rather than show it."""
    if ending not in _MEDIA:
        raise BadInput(f"A guide cannot be had as .{ending[:20]}.", nearest=tuple(_MEDIA))
    given = parse_qs(request.url.query)
    form = {field: given.get(field, [""])[-1].strip()[:200] for field in _FIELDS} | {"topic": name[:200]}
    body = await answers_of(request).compute(lambda store: _make(store, form, ending))
    headers = {"Cache-Control": "no-cache"}
    if "save" in given:
        file = re.sub(r"[^a-zA-Z0-9-]", "", name) or "guide"
        headers["Content-Disposition"] = f'attachment; filename="{file}.{ending}"'
    elif ending == "html":
        body, headers["Content-Security-Policy"] = _framed(body.decode())
    return Response(body, media_type=_MEDIA[ending], headers=headers)


def _scope(store: Store, form: dict[str, Any]) -> Scope:
    """The topic, the place and the reader meant by the form; the flagship where no topic is given."""
    topic = topics.find_topic(store, form["topic"] or "him")
    return scope_of(store, topic, _reader(topic.main.code, form))


def _reader(occupation: str, form: dict[str, Any]) -> Profile:
    try:
        experience = float(form["experience"]) if form["experience"] else None
    except ValueError:
        raise BadInput("The years of experience are not a number.", hint="Give digits, such as 5.") from None
    return Profile.from_words(occupation, form["area"], form["industry"], form["education"], experience)


def _make(store: Store, form: dict[str, Any], ending: str) -> bytes:
    key = (store.content_hash, *form.values(), ending)
    made = _made.get(key)
    if made is None:
        topic = topics.find_topic(store, form["topic"])
        guide = sections.build(store, topic, _reader(topic.main.code, form))
        written = {"html": html, "pdf": pdf, "md": markdown}[ending].render(guide)
        made = written if isinstance(written, bytes) else written.encode()
        _made[key] = made
        while len(_made) > _KEPT:
            _made.popitem(last=False)
    return made


def _framed(text: str) -> tuple[bytes, str]:
    """The guide with a way back, and a policy that allows its own styles by their hashes and nothing else."""
    text = text.replace("<header>", '<header><p class="small"><a href="/guide">← paychart</a></p>', 1)
    styles = [*re.findall(r"<style>(.*?)</style>", text, re.S), *re.findall(r' style="([^"]*)"', text)]
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in styles}
    policy = (
        f"default-src 'none'; style-src 'unsafe-hashes' {' '.join(sorted(hashes))}; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return text.encode(), policy
