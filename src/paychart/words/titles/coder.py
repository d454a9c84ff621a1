"""From a title to ranked occupations: catalogue, listed titles and the learned model, weighed by their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput, StaleData
from paychart.words.titles.catalogue import COVER_STEPS, Entry, contained, entries, everyday
from paychart.words.titles.model import Floats, Meanings, TitleModel, load_meanings, load_model
from paychart.words.titles.published import published_code
from paychart.words.titles.spelling import Speller
from paychart.words.titles.wording import Wording, take_apart, title_key

LEARNED = "learned from similar titles"  # the evidence of a title that no list holds
ABSTAIN_BELOW = 0.3
CONTEXT_SHARE = 0.2
# On payrolls a title that no list holds, one of words that every kind of work uses, or one that only contains a listed
# title, is right less often than on lists. Chosen on five of ten real payrolls; see docs/titles.md.
UNLISTED = ((0.0, 0.3, 0.5, 0.7, 0.88, 0.96, 1.0), (0.0, 0.3, 0.38, 0.44, 0.5, 0.8, 0.95))
DOUBTED, WITNESS, AGREED, GENERIC = 0.45, 0.15, 0.5, 8
BATCH = 4096
SHOWN, FEW = 25, 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One occupation OEWS publishes, with the probability that the title belongs to it."""

    soc: str
    soc_title: str
    probability: float


@dataclass(frozen=True, slots=True)
class Coding:
    """What a title was coded to. `conformal_set` aims at 90 % coverage; `evidence` says what matched."""

    candidates: tuple[Candidate, ...]
    conformal_set: tuple[str, ...]
    abstained: bool
    evidence: str
    level: str
    schedule: str
    credentials: tuple[str, ...]

    @property
    def best(self) -> Candidate | None:
        return None if self.abstained else self.candidates[0]

    @property
    def question(self) -> str:
        """What to ask about a doubtful title, rather than guess."""
        if not self.abstained or len(self.candidates) < 2:
            return ""
        one, other = self.candidates[:2]
        return f"Is the work closer to {one.soc_title} or to {other.soc_title}?"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; the title itself is not repeated."""
        return {**asdict(self), "question": self.question}


class Coder:
    """A title model with the speller that reads unknown words for it."""

    def __init__(self, model: TitleModel) -> None:
        self.model = model
        self.speller = Speller(model.rarity.weights, model.meanings.rows)
        self._place = {soc: i for i, soc in enumerate(model.codes)}

    def odds(
        self, wordings: Sequence[tuple[str, ...]], context: tuple[str, ...] = ()
    ) -> tuple[Floats, list[str]]:
        """Probabilities (titles x codes) and the evidence of each title, for words as `take_apart` gives them.

        Where evidence is found it gets the weight that its kind earned when it was measured, and the learned
        model keeps the rest.
        """
        model = self.model
        read = [self.speller.read(words) for words in wordings]
        odds = model.probabilities(read)
        for row, words in enumerate(read):
            self._doubt(odds[row], words)
        if context:
            odds = (1 - CONTEXT_SHARE) * odds + CONTEXT_SHARE * model.probabilities(
                [self.speller.read(context)]
            )
        evidence = []
        for row, words in enumerate(read):
            key = title_key(words)
            listed, entry, usual = model.listed.get(key, ()), entries().get(key), everyday().get(key, ())
            usual = tuple(code for code in usual if code in self._place)
            own = odds[row].copy()
            if usual and not entry:
                self._lean(odds[row], [self._place[code] for code in usual], "everyday")
                self._first(odds[row], self._place[usual[0]])
                evidence.append("everyday words for this work")
            elif entry:
                self._lean(odds[row], (self._place_of(entry),), "catalogue")
                evidence.append(f"health-care title catalogue: {entry.reason}")
            elif match := contained(words, model.telling):
                step = max(s for s in COVER_STEPS if match[1] >= s)
                inside = self._place_of(match[0])
                self._lean(odds[row], (inside,), f"inside {step}")
                if own[inside] < (WITNESS if step == COVER_STEPS[-1] else AGREED):
                    _at_most(odds[row], DOUBTED)
                evidence.append(f'contains "{" ".join(match[0].title)}" of the catalogue: {match[0].reason}')
            elif listed:
                self._lean(odds[row], listed, "listed once" if len(listed) == 1 else "listed often")
                if all(model.spread(word) > GENERIC for word in words):
                    _at_most(odds[row], DOUBTED)
                evidence.append("title listed by O*NET or SOC" + (" under several codes" * (len(listed) > 1)))
            else:
                if words:
                    _at_most(odds[row], float(np.interp(odds[row].max(), *UNLISTED)))
                evidence.append(LEARNED if words else "no words to code")
        return odds, evidence

    def _place_of(self, entry: Entry) -> int:
        published = published_code(entry.soc, self._place)
        if published is None:
            raise BadInput(f"The title catalogue holds {entry.soc}, which the model does not know.")
        return self._place[published]

    def _doubt(self, row: Floats, words: Sequence[str]) -> None:
        """Where most words are strange, what the model says about the rest is mixed with knowing nothing."""
        if self.model.rarity.weights.keys() >= set(words):
            return
        strange = sum(map(self.model.strange, words))
        if 2 * strange > len(words):
            heard = 2 * (len(words) - strange) / len(words)
            row *= heard
            row += (1 - heard) / len(row)

    def _lean(self, row: Floats, places: Sequence[int], kind: str) -> None:
        """Give `places` together the trust of `kind`, shared as the learned model shares them.

        No more than that, for the model learned from the same lists: its agreement is no second witness.
        """
        trust, where = self.model.trust.get(kind, 0.95), list(places)
        own = row[where]
        share = own / own.sum() if own.sum() > 1e-6 else np.full(len(where), 1 / len(where), np.float32)
        row[where] = 0
        left = float(row.sum())
        row *= (1 - trust) / left if left > 1e-9 else 0.0
        row[where] = trust * share if left > 1e-9 else share

    def _first(self, row: Floats, place: int) -> None:
        """Let the commonest meaning of everyday words lead, the others keeping their order."""
        best = int(row.argmax())
        if best != place:
            row[place], row[best] = row[best], row[place]

    def rank(
        self, wordings: Sequence[Wording], wide: int, context: tuple[str, ...] = ()
    ) -> tuple[NDArray[np.int64], Floats, list[str]]:
        """The `wide` likeliest codes of each wording (positions and probabilities, best first), and evidence."""
        odds, evidence = self.odds([w.words for w in wordings], context)
        places, shares = _largest(odds, min(wide, odds.shape[1]))
        return places, shares, evidence


def _at_most(row: Floats, most: float) -> None:
    """Take the first code's probability down to `most`: half of the rest goes to the others as they stand, half to
    every code alike, so that the first stays first."""
    first = int(row.argmax())
    if row[first] <= most:
        return
    others = row.copy()
    others[first] = 0
    row[:] = (1 - most) / 2 * (others / max(float(others.sum()), 1e-9) + 1 / len(row))
    row[first] = most + (1 - float(row.sum()) - most + float(row[first]))


def _largest(odds: Floats, wide: int) -> tuple[NDArray[np.int64], Floats]:
    """Positions and values of the `wide` largest of each row, best first; equal ones in order of position."""
    if wide > FEW:
        order = np.argsort(-odds, axis=1, kind="stable")[:, :wide]
        return order, np.take_along_axis(odds, order, 1)
    left, rows = odds.copy(), np.arange(len(odds))
    places = np.empty((len(odds), wide), np.int64)
    for rank in range(wide):
        places[:, rank] = left.argmax(axis=1)
        left[rows, places[:, rank]] = -1
    return places, np.take_along_axis(odds, places, 1)


@cache
def carried_meanings() -> Meanings:
    """The word vectors in the package, read once."""
    with resources.as_file(resources.files("paychart.words.titles") / "meanings.npz") as path:
        return load_meanings(Path(path))


@cache
def carried_coder() -> Coder:
    """The coder, read once: a model refitted here (`titles train`) where there is one, else the package's."""
    refitted = refitted_path()
    if refitted.is_file():
        try:
            return Coder(load_model(refitted, carried_meanings()))
        except (KeyError, ValueError, OSError, BadZipFile) as error:
            raise StaleData(
                f"The title model refitted here ({refitted}) cannot be read by this version of paychart.",
                hint="Run: paychart titles train, or remove the file to use the model that installs with paychart.",
            ) from error
    with resources.as_file(resources.files("paychart.words.titles") / "titles.npz") as path:
        return Coder(load_model(Path(path), carried_meanings()))


def refitted_path() -> Path:
    """Where `paychart titles train` leaves its model: beside the store."""
    from paychart.data.store import default_path

    return default_path().parent / "titles.npz"


def code(title: str, employer: str | None = None, description: str | None = None, k: int = 5) -> Coding:
    """Code one title to SOC 2018 occupations as OEWS publishes them.

    Parameters
    ----------
    title : as written on a payroll, at most 300 characters.
    employer, description : optional further words; the title counts four times as much.
    k : how many candidates, at least 1.

    >>> code("ROI Spec, PRN").candidates[0].soc
    '29-2072'
    """
    context = " ".join(part[:300] for part in (employer, description) if part)
    return code_many([title], k=k, context=context)[0]


def code_many(titles: Sequence[str], k: int = 5, context: str = "") -> list[Coding]:
    """Code titles in order; equal wordings are worked out once."""
    if k < 1:
        raise BadInput(f"k = {k} asks for no candidate.", nearest=("1", "5"), hint="Ask for at least one.")
    wordings = [take_apart(title) for title in titles]
    coder = carried_coder()
    extra = take_apart(context[:300]).words if context else ()
    unique = list({w.words: w for w in wordings}.values())
    found: dict[tuple[str, ...], Coding] = {}
    for start in range(0, len(unique), BATCH):
        part = unique[start : start + BATCH]
        places, shares, evidence = coder.rank(part, max(k, SHOWN), extra)
        for row, wording in enumerate(part):
            found[wording.words] = _coding(coder.model, wording, places[row], shares[row], evidence[row], k)
    return [
        Coding(
            (made := found[w.words]).candidates, made.conformal_set, made.abstained, made.evidence,
            w.level, w.schedule, w.credentials,
        )
        for w in wordings
    ]  # fmt: skip


def _coding(
    model: TitleModel, wording: Wording, places: NDArray[np.int64], shares: Floats, evidence: str, k: int
) -> Coding:
    if not wording.words:
        return Coding((), (), True, evidence, wording.level, wording.schedule, wording.credentials)
    size = max(int((shares >= model.inclusion).sum()), 1)
    candidates = tuple(
        Candidate(model.codes[i], model.names[i], round(p, 4))
        for i, p in zip(places[:k].tolist(), shares[:k].tolist(), strict=True)
    )
    within = tuple(model.codes[i] for i in places[:size].tolist())
    doubtful = bool(shares[0] < ABSTAIN_BELOW)
    return Coding(
        candidates, within, doubtful, evidence, wording.level, wording.schedule, wording.credentials
    )
