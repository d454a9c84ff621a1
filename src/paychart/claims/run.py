"""`check_guide`: a guide in, graded claims out."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

from paychart.claims import kinds
from paychart.claims.claim import GRADES, Claim, Finding
from paychart.claims.document import Document, read
from paychart.claims.evidence import Evidence
from paychart.claims.lexicon import FAMILY
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.data.store import Store
from paychart.errors import BadInput


@dataclass(frozen=True)
class Report:
    """The claims of one guide in its order, and whom it is about."""

    document: Document
    claims: tuple[Claim, ...]
    topic: Subject | None
    as_of: str
    release: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: claims, and a summary with counts by grade and by kind."""
        grades = Counter(c.grade for c in self.claims)
        return {
            "claims": [c.to_dict() for c in self.claims],
            "summary": {
                "claims": len(self.claims),
                "grades": {g: grades[g] for g in GRADES if grades[g]},
                "outdated_now": sum(
                    c.verdict.now_grade == "outdated" or c.grade == "outdated" for c in self.claims
                ),
                "kinds": dict(sorted(Counter(c.kind for c in self.claims).items())),
                "topic": self.topic.describe() if self.topic else None,
                "release": self.release,
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
    progress : called with the clauses read and all of them.

    Raises BadInput for a file that cannot be read, UnknownCode or Ambiguous for a topic nobody knows.
    """
    document = read(raw, name)
    evidence = Evidence(store)
    if as_of is not None and as_of.year < 1997:
        raise BadInput(
            f"No wage release is as old as {as_of}.", nearest=(store.release,), hint="Leave --as-of out."
        )
    reader = Reader(document, evidence, as_of.year if as_of else evidence.year)
    if topic is not None:
        reader.topic = _topic(topic, store, reader)
    claims = tuple(sorted(_claims(reader, progress), key=lambda c: (c.anchor, c.order)))
    return Report(document, claims, reader.topic, str(as_of) if as_of else store.release, store.release)


def _topic(text: str, store: Store, reader: Reader) -> Subject:
    if text.strip().lower() in ("him", "health information management"):
        return reader.resolve(FAMILY, text, "as asked")
    from paychart.words import find_occupation

    return reader.resolve(find_occupation(text, store).code, text, "as asked")


_WORTH_READING = re.compile(
    r"\d|\b(?:earn|pay|paid|salar|wage|income|compensat|job|employ|grow|demand|opening|"
    r"outlook|degree|diploma|certif|experience|advance|benefit|remote|flexib|career|work|highest|best|top|require|"
    r"average|median|people|members|make|made|more|less|higher|lower|increase|need|declin|location|skill|fall|rise|rising)",
    re.I,
)


def _claims(reader: Reader, progress: Callable[[int, int], None]) -> Iterator[Claim]:
    for number, clause in enumerate(reader.clauses):
        if number % 100 == 0:
            progress(number, len(reader.clauses))
        sentence = clause.sentence
        if sentence.is_question or not _WORTH_READING.search(clause.text):
            continue
        if sentence.is_heading and not re.search(r"\d", sentence.text):
            continue  # a heading names what follows; it claims something only with a figure
        taken: list[tuple[int, int]] = []
        for module in registry():
            for finding in module.find(clause, reader):
                first, last = finding.anchor
                if any(first < end and last > start for start, end in taken):
                    continue
                taken.append(finding.anchor)
                yield _claim(finding, clause, module, reader)


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
        verdict=finding.verdict,
        anchor=(finding.anchor[0] + base, finding.anchor[1] + base),
        sentence=(sentence.start, sentence.start + len(sentence.text)),
        order=module.ORDER,
    )
