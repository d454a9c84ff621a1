"""Refuse before convicting: no verdict leaves that its own frame or its own printed evidence would not bear out.

Two checks that share no code with the graders. The first asks what of the claim is still open; the second reads the
explanation as a stranger would, figures only, and blocks a verdict that those figures do not show.
"""

from __future__ import annotations

import re
from types import ModuleType

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.doubts import DENIED, DISOWNED, HEDGED, SOMEBODY, WISHED
from paychart.claims.parts import narrowed, part_in, quantifier_in
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause
from paychart.claims.words import same_title

_CONVICTS: tuple[Grade, ...] = ("contradicted", "misleading", "outdated", "figure not found")
_SUM = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s?(k\b|thousand\b)?", re.I)
_RATE = re.compile(r"([+-]?\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)", re.I)
_NUMBER = re.compile(r"(?<![\w$.])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? (?:million|thousand))\b", re.I)
_APART = 0.031  # a round figure and the official one may be this far apart
_SCALES = {"million": 1e6, "thousand": 1e3, "k": 1e3}


def settle(finding: Finding, clause: Clause, reader: Reader, kind: ModuleType) -> Verdict:
    """The finding's verdict, or "not checkable" with what is open, where the verdict would go too far."""
    verdict = finding.verdict
    if verdict.grade == "not checkable":
        return verdict
    open_points = _open(finding, clause, reader, kind)
    if verdict.grade == "supported" and (some := narrowed(clause.text, reader.mentions(clause), surely=True)):
        open_points.append(f'what "{some}" means')
    if WISHED.search(clause.sentence.text[: clause.start - clause.sentence.start + finding.anchor[0]]):
        open_points.append("whether it is so today, or only wished or supposed")
    if open_points:
        return _refused(verdict, f"Left open: {'; '.join(open_points)}.")
    misread = _reread(finding, clause, verdict)
    return _refused(verdict, misread) if misread else verdict


def _refused(verdict: Verdict, why: str) -> Verdict:
    now = {k: v for k, v in verdict.now.items() if k != "grade"} if verdict.now else None
    return Verdict(
        "not checkable",
        f"{why} {verdict.explanation}",
        None,
        now,
        verdict.nearest,
        verdict.lineage,
        verdict.current,
    )


def _open(finding: Finding, clause: Clause, reader: Reader, kind: ModuleType) -> list[str]:
    """What of the claim is not resolved, as far as it matters for the grade."""
    convicts = finding.verdict.grade in _CONVICTS
    if getattr(kind, "FRAMED", False):
        return list(finding.frame.doubts) if convicts and finding.frame else []
    resolved: frozenset[str] = getattr(kind, "RESOLVES", frozenset())
    text = clause.text
    found = []
    if "date" not in resolved:
        year = reader.year(clause, finding.anchor[0])
        if year is not None and year < reader.evidence.year:
            found.append(f"it is dated to {year}, and only {reader.evidence.release} is at hand for this")
    if not convicts:
        return found
    if DISOWNED.search(clause.sentence.text):
        found.append("whether the author affirms it")
    if SOMEBODY.search(clause.sentence.text):
        found.append("whether the author only reports or supposes it")
    if HEDGED.search(text):
        found.append("how far the author affirms it")
    if "denial" not in resolved and DENIED.search(text):
        found.append("what is denied")
    if quantifier_in(text, len(text)) and "quantifier" not in resolved:
        found.append("of how many it is said")
    names = reader.mentions(clause)
    if some := narrowed(text, names):
        found.append(f'what "{some}" means')
    for mention in (m for m in names if m.what == "occupation" and "part" not in resolved):
        part, unsure = part_in(text, mention, len(text), names)
        if mention.narrow and not same_title(mention.text, reader.evidence.title(mention.code)):
            unsure = unsure or mention.text
        if part or unsure:
            found.append(f'what part of the work "{part or unsure}" means')
            break
    return found


def _reread(finding: Finding, clause: Clause, verdict: Verdict) -> str:
    """Why the printed evidence does not bear the verdict out; empty if it does, or shows nothing of the kind."""
    first, last = finding.anchor
    frame = finding.frame
    if frame is not None and (
        frame.denied or frame.share or frame.quantifier or frame.figure.bound or frame.measure == "best case"
    ):
        return ""
    words = clause.text[first:last]
    for pattern in (_SUM, _NUMBER, _RATE):
        said = [_value(m) for m in pattern.finditer(words)]
        shown = [_value(m) for m in pattern.finditer(verdict.explanation)]
        if len(said) != 1 or not shown:
            continue
        value = said[0] * 2080 if pattern is _SUM and said[0] < 500 and max(shown) > 5_000 else said[0]
        near = any(_same(value, s, pattern is _RATE) or _same(said[0], s, pattern is _RATE) for s in shown)
        if verdict.grade == "supported" and not near:
            return "The official figures printed below do not show the figure said."
        exact = any(abs(said[0] - abs(s)) < (0.051 if pattern is _RATE else 0.5) for s in shown)
        if verdict.grade == "contradicted" and exact and pattern is not _RATE:
            return "The figure said stands among the official ones below, so what it was said of is not sure."
        return ""
    return ""


def _value(match: re.Match[str]) -> float:
    digits, _, scale = match[1].replace(",", "").partition(" ")
    scale = (match[2] or "").strip().lower() if match.re is _SUM else scale.lower()
    return float(digits) * _SCALES.get("thousand" if scale == "thousand" else scale, 1.0)


def _same(said: float, shown: float, rate: bool) -> bool:
    return abs(abs(shown) - said) <= (1.01 if rate else _APART * max(abs(shown), 1.0))
