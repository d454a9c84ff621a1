"""How well the checker reads: guides with claims graded by hand, against what it finds and how it grades.

A folder holds guides (`name.txt`, `.md`, `.html`), each with `name.claims`: one line a claim,
`kind | grade | grade now | words of the guide with the claim in {{ }}`. A claim found matches one graded by hand
if it is of the same kind and marks some of the same words; each matches once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paychart.claims.claim import GRADES, Claim
from paychart.claims.document import read
from paychart.claims.run import check_guide
from paychart.data.store import Store
from paychart.errors import BadInput


@dataclass(frozen=True)
class HandGraded:
    """One claim as a person graded it; `start` and `end` count characters of the file. `now` is empty where the
    line says "-", which leaves it open."""

    kind: str
    grade: str
    now: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Evaluation:
    """Counts over a folder. `missed`, `spurious` and `misgraded` say where the rest went."""

    guides: int
    by_hand: int
    found: int
    matched: int
    right: int
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    misgraded: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of the claims found, the share that a person found too."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of the claims a person found, the share that was found."""
        return self.matched / self.by_hand if self.by_hand else 1.0

    @property
    def accuracy(self) -> float:
        """Of the claims both found, the share graded alike."""
        return self.right / self.matched if self.matched else 1.0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        rates = {"precision": self.precision, "recall": self.recall, "accuracy": self.accuracy}
        return {**vars(self), **{name: round(rate, 4) for name, rate in rates.items()}}


def hand_graded(claims: Path, source: str) -> list[HandGraded]:
    """The lines of a `.claims` file, placed in the guide. Raises BadInput for a line that does not fit it."""
    found = []
    for number, line in enumerate(claims.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|", 3)]
        plain = parts[-1].replace("{{", "").replace("}}", "")
        if len(parts) != 4 or parts[1] not in GRADES or source.count(plain) != 1 or "{{" not in parts[3]:
            raise BadInput(
                f"{claims.name}, line {number} is not a claim of its guide: {line[:80]}",
                nearest=GRADES,
                hint="Write kind | grade | grade now or - | words that stand once in the guide, the claim in {{ }}.",
            )
        start = source.index(plain) + parts[3].index("{{")
        length = parts[3].index("}}") - parts[3].index("{{") - 2
        now = "" if parts[2] == "-" else parts[2]
        found.append(HandGraded(parts[0], parts[1], now, start, start + length, plain))
    return found


def evaluate(folder: Path, store: Store) -> Evaluation:
    """Precision, recall and accuracy of grades over the guides in `folder`."""
    guides = sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".md", ".html"))
    if not guides:
        raise BadInput(
            f"No guides are in {folder}.", hint="Give a folder with guides and their .claims files."
        )
    by_hand = found = matched = right = 0
    missed: list[str] = []
    spurious: list[str] = []
    misgraded: list[str] = []
    for path in guides:
        raw = path.read_bytes()
        told = hand_graded(path.with_suffix(".claims"), raw.decode("utf-8"))
        report = check_guide(raw, store, name=path.name)
        rest = [(c, read(raw, path.name).span(*c.anchor)) for c in report.claims]
        by_hand, found = by_hand + len(told), found + len(rest)
        for want in told:
            hit = next(
                (c for c in rest if c[0].kind == want.kind and c[1][0] < want.end and c[1][1] > want.start),
                None,
            )
            if hit is None:
                missed.append(f"{path.stem}: {want.kind}: {want.words}")
                continue
            rest.remove(hit)
            matched += 1
            if _alike(hit[0], want):
                right += 1
            else:
                got = f"{hit[0].grade}, now {hit[0].verdict.now_grade}"
                misgraded.append(
                    f"{path.stem}: {want.kind}: {want.words}: {want.grade}, now {want.now or '-'}; graded {got}"
                )
        spurious += [f"{path.stem}: {c.kind}: {c.quote}" for c, _ in rest]
    return Evaluation(
        len(guides), by_hand, found, matched, right, tuple(missed), tuple(spurious), tuple(misgraded)
    )


def _alike(claim: Claim, want: HandGraded) -> bool:
    return claim.grade == want.grade and (not want.now or claim.verdict.now_grade == want.now)
