"""Words that leave a claim open: whose it is, whether its author affirms it, what its label means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paychart.claims.grammar import YEAR
from paychart.claims.lexicon import Mention
from paychart.claims.reader import Reader
from paychart.claims.spans import measures

DENIED = re.compile(
    r"\b(?:not|never|cannot|neither|nor|no)\b(?! (?:known|available|published|applicable|reported|only|just|"
    r"including|counting|many|less than|more than|fewer than|"
    r"later than|matter))|n't\b(?! only)",
    re.I,
)
DISOWNED = re.compile(
    r"\b(?:myths?|nobody should|no one should|(?:do not|don't|never) (?:believe|trust|fall for|expect)|"
    r"false(?:ly)?|untrue|"
    r"wrong(?:ly)?|contrary to|(?:not|isn't) true|incorrect\w*|misconceptions?|mistaken\w*|rumou?rs?|supposedly|"
    r"allegedly|"
    r"exaggerat\w+|overstat\w+|inflated|disput\w+|den(?:y|ies|ied)|reject\w*|debunk\w*|hard to believe|doubt\w*|"
    r"nonsense)\b",
    re.I,
)
SOMEBODY = re.compile(
    r"\b(?:some (?:people|sites|websites|sources|guides|ads|schools)? ?(?:say|claim|advertise|promise)\w*|"
    r"(?:claims?|claimed|boasts?|promis\w+|advertis\w+|"
    r"believes?|thinks?|imagine\w*|suppose|hoped?|hopes|dreams?) (?:that )?)\b|"
    r"\bsites?\b|\bor so\b|\b(?:ads?|adverts?) (?:say|claim|promise)|\b(?:told|tells) (?:me|"
    r"us|him|her|them)\b|\bif\b|\bimagine\b|"
    r"\bfor example\b|\bsuppose\b|\bsay,",
    re.I,
)
# Words that neither affirm nor plainly deny what follows.
HEDGED = re.compile(
    r"\b(?:ought|deserve\w*|hardly|scarcely|nowhere near|let alone|much less|"
    r"far from|fail\w* to|yet to|not (?:all|every|each)|should be|"
    r"as little as|rather than|instead of|as opposed to)\b",
    re.I,
)
# What is only wished, planned or supposed: no figure of today bears it out, or speaks against it.
WISHED = re.compile(
    r"\b(?:would(?! expect)|unless|propos\w+|promis\w+|deserve\w*|ought|demand(?:s|ed)? \$|lobb\w+)\b", re.I
)
NATION_WORDS = re.compile(
    r"\bnational(?:ly)?\b|\bnationwide\b|\bcountrywide\b|\bU\.S\.(?!\w)|\bUSA?\b|\bUnited States\b|"
    r"\b(?:the|this|our) (?:country|nation)\b|\bcountry's\b|\bAmerica(?:ns?)?\b|\bevery state\b"
)
# Heads of names of occupations: where one stands outside all known names, the clause is about somebody else.
_HEADS = re.compile(
    r"\b(?:technicians?|technologists?|specialists?|assistants?|aides?|managers?|analysts?|engineers?|"
    r"therapists?|clerks?|"
    r"operators?|teachers?|nurses?|auditors?|directors?|consultants?|supervisors?|administrators?|officers?|"
    r"coordinators?|"
    r"physicians?|doctors?|surgeons?|attorneys?|developers?|designers?|billers?|educators?|practitioners?|midwives|"
    r"anesthetists?|paramedics?|mechanics?|installers?|drivers?|welders?|carpenters?|plumbers?|scientists?|"
    r"counselors?|"
    r"(?<!all )(?<!these )occupations(?= (?:as|are|is|were|will))|executives?|professors?|registrars?|"
    r"apprentices?|trainees?|interns?|residents?)\b",
    re.I,
)


# "Telecommunications - $82,000": a line whose label is no name, measure or date that is known.
_LABEL = re.compile(r"\W*([A-Za-z][\w .,&'/-]{2,60}?)\s*(?:[:|]|\s-)\s*(?:about |around |~)?\$")
FIRST_PERSON = re.compile(r"\b(?:I|my|we|he|she|his|her)\b")


def unknown(label: str, reader: Reader) -> bool:
    known = (
        reader.named(label, "place") or reader.named(label, "employer") or reader.named(label, "occupation")
    )
    return not (
        known
        or measures(label)
        or _WAGE_WORDS.search(label)
        or YEAR.search(label)
        or NATION_WORDS.search(label)
    )


_WAGE_WORDS = re.compile(
    r"\b(?:pay|wages?|salar\w+|earnings|income|hourly|annual\w*|yearly|compensation|total|overall|high|low|jobs|employment|employed|workers|growth)\b",
    re.I,
)


def stranger(text: str, names: Sequence[Mention]) -> bool:
    """Whether the text speaks of an occupation that is not known."""
    return any(not any(n.start <= m.start() < n.end for n in names) for m in _HEADS.finditer(text))


def unknown_label(sentence: str, reader: Reader) -> str:
    """The label of a line such as "Telecommunications - $82,000" where nothing known is named by it."""
    label = _LABEL.match(sentence)
    return label[1].strip() if label and unknown(label[1], reader) else ""
