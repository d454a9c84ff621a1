"""*Check a guide* - paste a page about this work and see each of its claims marked."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from paychart.claims import Claim, Report, check_guide
from paychart.data.store import Store
from paychart.doors.web.answers import Progress, answers_of
from paychart.doors.web.pages.render import page

ADDRESS, TITLE = "/check", "Check a guide"
router = APIRouter()

_MOST = 200_000
SAMPLE = (
    "The average annual wage for health information workers was $48,160 as of May 2020. "
    "Those working in hospitals and consulting firms earn more compared to physician practices. "
    "A typical medical coder makes a median salary of $91,000."
)
GRADES = {
    "supported": "Supported",
    "outdated": "Outdated",
    "contradicted": "Contradicted",
    "figure not found": "Figure not found",
    "misleading": "Misleading",
    "not checkable": "Not checkable",
}


@router.get(ADDRESS)
async def ask(request: Request) -> Response:
    """The empty form."""
    return page(
        request, "check.html.j2", text="", sample=SAMPLE, marked=None, claims=[], counts=[], trouble=""
    )


@router.post(ADDRESS)
async def mark(request: Request) -> Response:
    """The text that was pasted, with its claims marked. It is read in memory and forgotten."""
    fields = parse_qs(
        (await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=5
    )
    text = fields.get("text", [""])[0].replace("\r\n", "\n")
    trouble = _trouble(text)
    if trouble:
        return page(request, "check.html.j2", status=422, text=text[:_MOST], sample=SAMPLE, marked=None,
                    claims=[], counts=[], trouble=trouble)  # fmt: skip

    def work(store: Store, progress: Progress) -> Report:
        return check_guide(text.encode(), store, progress=progress)

    report = await answers_of(request).compute_slow(work)
    claims = report.claims
    grades = [claim.grade for claim in claims]
    counts = [(words, grades.count(key), slug(key)) for key, words in GRADES.items() if key in grades]
    return page(request, "check.html.j2", text=text, sample=SAMPLE, marked=marked(text, report),
                claims=list(enumerate(map(_shown, claims), 1)), counts=counts, trouble="")  # fmt: skip


def _trouble(text: str) -> str:
    if not text.strip():
        return "Paste the text of a guide first."
    if len(text) > _MOST:
        return f"The text has {len(text):,} letters; at most {_MOST:,} can be checked at once."
    return "That is not text." if "\x00" in text else ""


def slug(grade: str) -> str:
    """The grade as a class name."""
    return grade.replace(" ", "-")


def _shown(claim: Claim) -> dict[str, Any]:
    verdict = claim.verdict
    grades = [claim.grade]
    if verdict.now_grade == "outdated" and claim.grade != "outdated":
        grades.append("outdated")  # by its own date one grade, by today's release another
    return {
        "quote": claim.quote,
        "grades": [(GRADES[grade], slug(grade)) for grade in grades],
        "explanation": verdict.explanation,
        "lineage": verdict.lineage,
    }


def marked(text: str, report: Report) -> Markup:
    """The text, escaped, with the words of every claim in a mark that leads to its grade."""
    parts: list[Markup] = []
    at = 0
    for number, claim in enumerate(report.claims, 1):
        start, end = report.document.span(*claim.anchor)
        if start < at:
            parts.append(Markup('<sup><a href="#claim-{0}">{0}</a></sup>').format(number))
            continue
        parts.append(escape(text[at:start]))
        parts.append(
            Markup('<mark class="{0}">{1}</mark><sup><a href="#claim-{2}">{2}</a></sup>').format(
                slug(claim.grade), text[start:end], number
            )
        )
        at = end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)
