"""Reading one guide: who each clause is about, and what it names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from paychart.claims.document import Document
from paychart.claims.evidence import Evidence
from paychart.claims.grammar import YEAR
from paychart.claims.lexicon import FAMILY, Lexicon, Mention, What, lexicon
from paychart.claims.sentences import Clause, Sentence, clauses, sentences
from paychart.claims.spans import is_period
from paychart.data.families import family_table

FAMILY_ROLES = tuple(row["code"] for row in family_table(FAMILY, "occupations") if row["core"])
FAMILY_NAME = "health information management professionals"
# Words that end many names and stand for one only when a guide has used the long name.
_NO_SHORT_FORM = {
    "work",
    "field",
    "management",
    "all",
    "other",
    "except",
    "coding",
    "health",
    "information",
    "career",
    "worker",
    "workers",
    "people",
    "employees",
    "others",
    "occupations",
}


@dataclass(frozen=True)
class Subject:
    """Who a claim is about: the main occupation first. `how` says how the words were resolved."""

    codes: tuple[str, ...]
    name: str
    how: str

    @property
    def main(self) -> str:
        return self.codes[0]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.codes)})"

    def describe(self) -> str:
        """The name, the codes, and how the words of the guide came to stand for them."""
        return f"{self.name}: {self.how}"


@dataclass
class Reader:
    """A guide as clauses, with the names it uses and the subject of each clause."""

    document: Document
    evidence: Evidence
    as_of: int
    topic: Subject | None = None
    clauses: list[Clause] = field(default_factory=list)
    _names: Lexicon = field(default_factory=Lexicon)
    _mentions: dict[tuple[int, int], list[Mention]] = field(default_factory=dict)
    _carried: dict[int, str] = field(default_factory=dict)  # sentence start -> occupation it inherits
    _previous: dict[int, Sentence] = field(default_factory=dict)
    _heads: dict[str, list[Mention]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = list(sentences(self.document))
        for before, sentence in pairwise(found):
            self._previous[sentence.start] = before
        self._names = _with_short_forms(lexicon(self.evidence.store), found)
        self.clauses = [clause for sentence in found for clause in clauses(sentence)]
        if self.topic is None:
            self.topic = self._topic(found)
        self._carry(found)

    def mentions(self, part: Clause | Sentence, what: What | None = None) -> list[Mention]:
        """Names in a clause or sentence, with places within it."""
        key = (part.start, len(part.text))
        if key not in self._mentions:
            self._mentions[key] = self._names.mentions(part.text)
        return [m for m in self._mentions[key] if what is None or m.what == what]

    def named(self, text: str, what: What) -> list[Mention]:
        """Names in a heading or the head of a table."""
        if text not in self._heads:
            self._heads[text] = self._names.mentions(text) if text else []
        return [m for m in self._heads[text] if m.what == what]

    def postal(self, text: str) -> str | None:
        """The state whose postal letters a row or line begins with: "HI $93,660"."""
        match = _POSTAL.match(text)
        area = self.evidence.codes.state_area(match[1]) if match else None
        return area.code if area else None

    def year_before(self, clause: Clause, *, follows: bool) -> int | None:
        """The year of the clause's sentence, or of the sentence before where the clause `follows` it."""
        whole = clause.sentence.text
        years = [m for m in YEAR.finditer(whole) if not is_period(whole, m)]
        if years:
            place = clause.start - clause.sentence.start
            return int(min(years, key=lambda m: abs(m.start() - place))[1])
        before = self.previous(clause.sentence)
        if follows and before and before.block == clause.sentence.block:
            return self.year(clauses(before)[-1], len(before.text))
        return None

    def previous(self, sentence: Sentence) -> Sentence | None:
        return self._previous.get(sentence.start)

    def subject(self, clause: Clause, at: int | None = None) -> Subject | None:
        """Whom the clause is about at offset `at`: named before it, or after it, or carried from what stands
        before the clause, or the guide's topic."""
        named = self.mentions(clause, "occupation")
        before = [m for m in named if at is None or m.start <= at]
        if before or named:
            mention = before[-1] if before and at is not None else (before or named)[0]
            return self.resolve(mention.code, mention.text, "named here")
        earlier = [
            m
            for m in self.mentions(clause.sentence, "occupation")
            if m.start + clause.sentence.start < clause.start
        ]
        if earlier:
            return self.resolve(earlier[0].code, earlier[0].text, "named in the sentence")
        carried = self._carried.get(clause.sentence.start)
        if carried:
            return self.resolve(carried, "", "named before")
        return self.topic

    def resolve(self, code: str, words: str, how: str) -> Subject:
        """A subject from the code of a mention."""
        if code == FAMILY:
            shown = ", ".join(f"{c} {self.evidence.title(c)}" for c in FAMILY_ROLES)
            return Subject(FAMILY_ROLES, FAMILY_NAME, f"the career family {shown}; {FAMILY_ROLES[0]} first")
        title = self.evidence.title(code)
        said = f'"{words}" is ' if words and words.lower() != title.lower() else ""
        return Subject((code,), title, f"{said}{code}, {how}")

    @cached_property
    def dated(self) -> int | None:
        """The year the guide seems to be of: the newest it names that is no end of a period. None if it names
        none, or one that is not past."""
        years = [
            int(m[1])
            for m in YEAR.finditer(self.document.text)
            if not is_period(self.document.text, m)
            and not _AHEAD.search(self.document.text[: m.start()][-20:])
        ]
        past = [y for y in years if y <= self.as_of]
        newest = max(past) if past else None
        return newest if newest is not None and newest < self.evidence.year else None

    @cached_property
    def area(self) -> str | None:
        """The one place that the guide's first lines name, which its figures may all be of."""
        start = self.document.text[:400].split("\n\n")[0][:300]
        places = {m.code for m in self.named(start, "place")}
        return places.pop() if len(places) == 1 else None

    @cached_property
    def titled(self) -> int | None:
        """The year that the first lines of the guide date it to, where that is before this release's."""
        years = [
            int(m[1]) for m in YEAR.finditer(self.document.text[:160]) if not is_period(self.document.text, m)
        ]
        return years[0] if years and years[0] < self.evidence.year else None

    def year(self, clause: Clause, at: int) -> int | None:
        """The year a figure at `at` is dated to: in the clause, else in the sentence; None if undated."""
        follows = _DATED.match(clause.text, at)
        if follows:
            return int(follows[1])
        for text, place in (
            (clause.text, at),
            (clause.sentence.text, at + clause.start - clause.sentence.start),
        ):
            years = [m for m in YEAR.finditer(text) if not is_period(text, m)]
            if years:
                return int(min(years, key=lambda m: abs(m.start() - place))[1])
        return None

    def _topic(self, found: list[Sentence]) -> Subject | None:
        headings = [s for s in found if s.is_heading][:4]
        for sentence in headings:
            for mention in self.mentions(sentence, "occupation"):
                return self.resolve(mention.code, mention.text, "the guide's heading")
        counts = Counter(m.code for s in found for m in self.mentions(s, "occupation"))
        if counts:
            code = max(counts, key=lambda c: (counts[c], -list(counts).index(c)))
            return self.resolve(code, "", "what the guide is mostly about")
        return self._coded_topic(headings)

    def _coded_topic(self, headings: list[Sentence]) -> Subject | None:
        """The occupation that the title coder gives to the guide's first heading, if it is sure."""
        if not headings:
            return None
        from paychart.words.titles.coder import code

        coding = code(headings[0].text[:100])
        best = coding.best
        if best and best.probability >= 0.6 and best.soc in self.evidence.codes.occupations:
            return self.resolve(best.soc, "", f"coded from the heading, probability {best.probability:.2f}")
        return None

    def _carry(self, found: list[Sentence]) -> None:
        carried = ""
        for sentence in found:
            named = self.mentions(sentence, "occupation")
            if sentence.is_heading:
                carried = named[0].code if named else ""
                continue
            if carried and not named:
                self._carried[sentence.start] = carried
            if named:
                carried = named[0].code


# "$48,160 as of May 2020", "194,720 in May 2025": the date that follows a figure is its own.
_DATED = re.compile(
    r"\$?[\d,.]+(?:\s?(?:million|thousand|k))?[^\d.;$]{0,25}?\b((?:19|20)\d\d)\b(?!\s?(?:-|to|and|through)\s?\d)"
)


_AHEAD = re.compile(r"\b(?:through|until|by|and|to)\s$", re.I)


_POSTAL = re.compile(r"\s*([A-Z]{2})(?=[\s:,|-]*(?:\$|\d|$))")


def _with_short_forms(names: Lexicon, found: list[Sentence]) -> Lexicon:
    """The guide's own short forms: "technicians" where only pharmacy technicians were named in full."""
    used: dict[str, Counter[str]] = {}
    for sentence in found:
        for mention in names.mentions(sentence.text):
            words = mention.text.lower().replace("-", " ").split()
            if mention.what == "occupation" and len(words) > 1 and words[-1] not in _NO_SHORT_FORM:
                used.setdefault(words[-1].rstrip("s"), Counter())[mention.code] += 1
    own = names.copy()
    for head, codes in used.items():
        code, count = codes.most_common(1)[0]
        if count == sum(codes.values()) and len(head) > 3:
            own.add(head, "occupation", code)
    return own
