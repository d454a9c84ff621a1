"""`check_guide`: a guide in, graded claims out."""

from __future__ import annotations

import importlib
import pkgutil
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

from paychart.claims import kinds
from paychart.claims.claim import GRADES, Claim, Finding
from paychart.claims.document import CELL, Document, read
from paychart.claims.evidence import Evidence
from paychart.claims.gate import settle
from paychart.claims.lexicon import FAMILY
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.data.store import Store
from paychart.errors import BadInput

MOST = 1_500  # claims graded in one text; a guide has some dozens
MOST_NOT_GRADED = 200
_SUM = re.compile(r"\$\s?\d[\d,.]*\d(?:k\b)?(?:\s(?:an?|per)\s\w+)?", re.I)


@dataclass(frozen=True)
class Report:
    """The claims of one guide in its order, and whom it is about."""

    document: Document
    claims: tuple[Claim, ...]
    topic: Subject | None
    as_of: str
    release: str
    not_graded: tuple[str, ...] = ()  # sums that were noticed, with a few words around each
    unread: int = 0  # characters after the last one that was read

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: claims, and a summary with counts by grade and by kind."""
        grades = Counter(c.grade for c in self.claims)
        return {
            "claims": [c.to_dict() for c in self.claims],
            "not_graded": list(self.not_graded),
            "summary": {
                "claims": len(self.claims),
                "grades": {g: grades[g] for g in GRADES if grades[g]},
                "outdated_now": sum(
                    c.verdict.now_grade == "outdated" or c.grade == "outdated" for c in self.claims
                ),
                "kinds": dict(sorted(Counter(c.kind for c in self.claims).items())),
                "topic": self.topic.describe() if self.topic else None,
                "release": self.release,
                "unread_characters": self.unread,
                "as_of": self.as_of,
            },
        }


@cache
def registry() -> tuple[ModuleType, ...]:
    """Every claim kind: the modules of `kinds`, in the order in which they may take a word or figure."""
    names = sorted(m.name for m in pkgutil.iter_modules(kinds.__path__))
    found = [importlib.import_module(f"{kinds.__name__}.{name}") for name in names]
    return tuple(sorted(found, key=lambda module: (module.ORDER, module.NAME)))


def check_guide(
    raw: bytes,
    store: Store,
    *,
    name: str = "",
    as_of: date | None = None,
    topic: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Grade every claim that the guide in `raw` makes about pay, jobs and the ways to them.

    Parameters
    ----------
    raw : the file: text, Markdown or HTML, at most 20 MB.
    name : its file name, whose ending tells the format; otherwise the first lines do.
    as_of : "now" for the guide: figures dated later are not checked. The store's release by default.
    topic : occupation code or name, or `him`, where the guide does not say whom it is about.
    progress : called with the clauses read and all of them; an exception it raises ends the work.

    A text longer than `document.LONGEST` characters is read up to there and says how much is left; at most `MOST`
    claims are graded.

    Raises BadInput for a file that cannot be read, UnknownCode or Ambiguous for a topic nobody knows.
    """
    document = read(raw, name)
    evidence = store.cached("claims.evidence", lambda: Evidence(store))
    if as_of is not None and as_of.year < 1997:
        raise BadInput(
            f"No wage release is as old as {as_of}.", nearest=(store.release,), hint="Leave --as-of out."
        )
    reader = Reader(document, evidence, as_of.year if as_of else evidence.year)
    if topic is not None:
        reader.topic = _topic(topic, store, reader)
    claims = tuple(sorted(_claims(reader, progress), key=lambda c: (c.anchor, c.order)))
    told = str(as_of) if as_of else store.release
    left = _not_graded(document, claims)
    return Report(document, claims, reader.topic, told, store.release, left, document.unread)


def _topic(text: str, store: Store, reader: Reader) -> Subject:
    if text.strip().lower() in ("him", "health information management"):
        return reader.resolve(FAMILY, text, "as asked")
    from paychart.words import find_occupation

    return reader.resolve(find_occupation(text, store).code, text, "as asked")


_WORTH_READING = re.compile(
    r"\d|\b(?:earn|pay|paid|salar|wage|income|compensat|job|employ|grow|demand|opening|"
    r"outlook|degree|diploma|certif|experience|advance|benefit|remote|flexib|career|work|highest|best|top|require|"
    r"average|median|people|members|make|made|more|less|higher|lower|increase|need|declin|location|skill|fall|"
    r"rise|rising)",
    re.I,
)


def _claims(reader: Reader, progress: Callable[[int, int], None]) -> Iterator[Claim]:
    found = 0
    for number, clause in enumerate(reader.clauses):
        if number % 100 == 0:
            progress(number, len(reader.clauses))
        sentence = clause.sentence
        if sentence.is_question or not _WORTH_READING.search(clause.text):
            continue
        if sentence.is_heading and (CELL in sentence.text or not re.search(r"\d", sentence.text)):
            continue  # a heading names what follows; it claims something only with a figure
        taken: list[tuple[int, int]] = []
        for module in registry():
            for finding in module.find(clause, reader):
                first, last = finding.anchor
                if any(first < end and last > start for start, end in taken):
                    continue
                taken.append(finding.anchor)
                found += 1
                yield _claim(finding, clause, module, reader)
        if found >= MOST:
            return


def _claim(finding: Finding, clause: Clause, module: ModuleType, reader: Reader) -> Claim:
    text, base = reader.document.text, clause.start
    first, last = finding.span[0] + base, finding.span[1] + base
    start, end = reader.document.span(first, last)
    sentence = clause.sentence
    return Claim(
        quote=re.sub(r"\s+", " ", text[first:last]).strip(),
        start=start,
        end=end,
        kind=module.NAME,
        subject=finding.subject,
        verdict=settle(finding, clause, reader, module),
        anchor=(finding.anchor[0] + base, finding.anchor[1] + base),
        sentence=(sentence.start, sentence.start + len(sentence.text)),
        order=module.ORDER,
        frame=finding.frame.told() if finding.frame else {},
    )


def _not_graded(document: Document, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """The sums of the text that no claim holds, each with a few words around it."""
    held = sorted(c.anchor for c in claims)
    starts = [a for a, _ in held]
    found = []
    for match in _SUM.finditer(document.text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and held[at][1] > match.start():
            continue
        before = document.text[max(0, match.start() - 50) : match.start()].rpartition("\n")[2]
        around = before + document.text[match.start() : match.end() + 30].partition("\n")[0]
        found.append(re.sub(r"\s+", " ", around).strip())
        if len(found) == MOST_NOT_GRADED:
            break
    return tuple(found)
