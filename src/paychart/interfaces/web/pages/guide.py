"""*The guide* - the computed pay guide: read here, printed, or taken along as PDF, HTML or Markdown."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import OrderedDict

from fastapi import APIRouter, Request, Response

from paychart.errors import BadInput, PaychartError
from paychart.guide import markdown, pdf, sections, topics
from paychart.guide import page as html
from paychart.interfaces.web.api import answers_of
from paychart.interfaces.web.pages.render import page
from paychart.store import Store

ADDRESS, TITLE = "/guide", "The guide"
router = APIRouter()

_MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
_KEPT = 24
_made: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()


@router.get(ADDRESS)
async def ask(request: Request, topic: str = "") -> Response:
    """Which guide; with a topic, where it can be read."""
    found, trouble = None, None
    if topic.strip():
        try:
            found = await answers_of(request).compute(lambda store: topics.find_topic(store, topic[:200]))
        except PaychartError as error:
            trouble = error
    status = 422 if trouble else 200
    return page(request, "guide.html.j2", status=status, topic=topic[:200], found=found, trouble=trouble,
                family=topics.HIM.roles)  # fmt: skip


@router.get(ADDRESS + "/{name}.{ending}")
async def read(request: Request, name: str, ending: str, save: bool = False) -> Response:
    """One guide in one form; `save` asks the browser to keep the file rather than show it."""
    if ending not in _MEDIA:
        raise BadInput(f"A guide cannot be had as .{ending[:20]}.", nearest=tuple(_MEDIA))
    body = await answers_of(request).compute(lambda store: _make(store, name[:200], ending))
    headers = {"Cache-Control": "no-cache"}
    if save:
        headers["Content-Disposition"] = (
            f'attachment; filename="{re.sub("[^a-zA-Z0-9-]", "", name)}.{ending}"'
        )
    elif ending == "html":
        body, headers["Content-Security-Policy"] = _framed(body.decode())
    return Response(body, media_type=_MEDIA[ending], headers=headers)


def _make(store: Store, name: str, ending: str) -> bytes:
    key = (store.content_hash, name, ending)
    made = _made.get(key)
    if made is None:
        guide = sections.build(store, topics.find_topic(store, name))
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
    hashes = sorted(
        {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in styles}
    )
    policy = (
        f"default-src 'none'; style-src 'unsafe-hashes' {' '.join(hashes)}; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    return text.encode(), policy
