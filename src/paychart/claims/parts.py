"""Words that make a claim one about a part of an occupation, or about some of its workers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from paychart.claims.lexicon import Mention

# Words before a name that narrow it to some of its workers.
_NARROW = re.compile(
    r"travell?(?:ing)?|traveler|union(?:ized)?|non-?union|part-?time|per-diem|diem|certified|credentialed|"
    r"uncertified|non-?certified|"
    r"unlicensed|male|female|men|women|emergency|er|icu|or|nicu|critical|pediatric|neonatal|oncology|surgical|"
    r"perioperative|school|"
    r"charge|staff|freelance|remote|contract|self-employed|independent|senior|sr|junior|jr|lead|leading|head|"
    r"chief|principal|"
    r"experienced|seasoned|veteran|mid-?career|mid-?level|entry-?level|inpatient|outpatient|adjustment|"
    r"industrial|commercial|"
    r"residential|journeyman|journey|master|apprentice|bilingual|white|black|hispanic|latino|asian|older|younger|"
    r"young|top|best|"
    r"highest-paid|lowest-paid|corporate|federal|military|clinical|retail|community|private|public|prepared|bsn|"
    r"msn|rural|urban|skilled|unskilled|"
    r"specialty|speciali[sz]ed|advanced|agency|night|trauma|cardiac|psychiatric|hospice|foreign|immigrant|new|"
    r"future|retired|"
    r"unemployed|trained|qualified|talented|busy|good|expert|elite|high-?earning|advanced|degreed|home-?based|"
    r"home|on-?call|seasonal|temporary|"
    r"solar|marine|maintenance|cath|ct|mri|forensic|legal|bedside|floor|ambulatory",
    re.I,
)
# Words before a name that leave it whole: function words, verbs of paying and counting, words for all.
_WHOLE = re.compile(
    r"(?:the|a|an|all|any|every|each|most|many|some|few|these|those|our|your|its|their|this|that|of|for|to|in|as|"
    r"by|and|or|but|than|with|"
    r"while|where|when|because|since|from|are|is|was|were|be|been|pays?|paid|paying|earns?|makes?|made|employs?|"
    r"employed|hires?|"
    r"hired|has|have|had|among|between|about|over|under|nearly|almost|approximately|roughly|around|million|"
    r"thousand|more|less|fewer|"
    r"only|not|do|does|did|average|median|mean|typical|typically|u\.?s\.?|us|usa|american|america's|nation's|"
    r"country's|national|full-?time|"
    r"working|employment|number|salary|salaries|wages?|pay|annual|hourly|licensed|registered|become|becoming|"
    r"being|work|works|whole|"
    r"other|both|like|most|said|say|says|that|if|though|although|so|also|then|now|today|today's|meanwhile|"
    r"however|projects?|expects?|"
    r"which|what|how|who|per|against|versus|vs|across|out-?earn(?:s|ed)?|on|at|can|will|nobody|believe|lowest|"
    r"highest|bottom|percent|tenth|"
    r"%|quarter|need|needs|active|practicing|job|jobs|occupation|career|field|reports?|counts?|counted|bls|"
    r"rarely|another|additional|"
    r"fellow|ordinary|usual|overall|total|combined|new|for|state|states|metro|country|nation|workers|employees|"
    r"people)",
    re.I,
)
_BEFORE = re.compile(r"([\w.'%-]+)[\s]+$")
_AFTER = re.compile(
    r"^,?\s*(?:who(?! (?:average|earn|make|are paid|take home|get))|whose(?! (?:pay|median|average|mean|salar|"
    r"wage))|with(?!\s+(?:an?\s+)?(?:annual\s+)?(?:median|mean|average|range|salar|wage|pay|"
    r"the national))|without|certified|"
    r"credentialed|trained|speciali[sz]\w+|working\s+(?!in the (?:U|country|nation)|hours)|employed\s+(?:by|in|"
    r"at|on)|under\s+(?:age\s+)?\d\d\b|"
    r"over\s+(?:age\s+)?\d\d\b(?!,)|aged\b|on\s+(?:night|day|call|travel|contract)|holding|having|covered|"
    r"represented|belonging|"
    r"assigned|paid by the|that\s+(?:hold|have|work|speciali))",
    re.I,
)
_INSIDE = re.compile(
    r"^,?\s*(?:in|at|for|from|on)\s+(?:the\s+|an?\s+|their\s+)?(?P<what>[A-Za-z][\w'-]*(?:\s[\w'-]+)?)", re.I
)
_WIDE = re.compile(
    r"(?:u\.?s|us|usa|united|nation|country|america|state|may|january|february|march|april|june|july|august|"
    r"september|october|november|"
    r"december|general|total|fact|field|world|workforce|occupation|profession|\d+|average|year|early|late|most|"
    r"all|every|each|this|"
    r"which|terms|hour|hourly|annual|median|mean|national|top|bottom|lowest|highest|comparison|contrast|recent|"
    r"addition|example|instance|"
    r"full|and|most|areas?|region|metro\w*|nonmetro\w*|rural|urban)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:with|holding|having|earn(?:s|ed|ing)?|who (?:have|hold)|after|and)\s+(?:an?\s+|their\s+|at least\s+|"
    r"more than\s+|over\s+|the\s+)?(?:\w+\s){0,2}"
    r"(?:degrees?|certif\w+|credentials?|years'?|years? of|experience|masters?|master's|bachelor's|bsn|msn|rhia|"
    r"rhit|ccs|cpc|seniority)\b|"
    r"\bpart[- ]time\b|\bper diem\b|\bon (?:nights?|call)\b|\b(?:men|women|males?|females?)\b|\bself-employed\b|"
    r"\bfreelanc\w+|\bunion(?:ized)?\b(?! (?:of|county|city))|"
    r"\bover a career\b|\bnight shifts?\b|\btravel(?:ing)? (?:nurs\w+|assignments?|contracts?)|"
    r"\b\d+\+? years (?:of|in|on)\b",
    re.I,
)


def part_in(text: str, mention: Mention | None, at: int, names: Sequence[Mention]) -> tuple[str, str]:
    """(the words that narrow the subject to a part of its occupation, a word that may do so). Both empty if whole.

    `at` is where the figure stands; `names` are all names of the clause, so that "in hospitals" is no mere part.
    """
    condition = _CONDITION.search(text)
    if condition is not None and not _inside(condition.start(), condition.end(), names):
        return condition[0].strip(), ""
    if mention is None:
        return "", ""
    before = _BEFORE.search(text[: mention.start])
    unsure = ""
    if before and not any(n.start <= before.start(1) < n.end for n in names):
        word = before[1].strip(".'-")
        if _NARROW.fullmatch(word):
            return before[1], ""
        if (
            not _WHOLE.fullmatch(word)
            and not re.fullmatch(r"[\d.,%]+(?:th)?", word)
            and not word.endswith("'s")
        ):
            unsure = word
    follows = text[mention.end :]
    tail = _AFTER.match(follows)
    if tail and not any(
        n is not mention
        and mention.end <= n.start <= mention.end + tail.end() + 24
        and n.what in ("employer", "place")
        for n in names
    ):
        return tail[0].strip(" ,") + " " + " ".join(follows[tail.end() :].split()[:2]), ""
    inside = _INSIDE.match(follows)
    if (
        inside
        and not _WIDE.match(inside["what"])
        and not any(mention.end <= n.start <= mention.end + inside.end() and n.what != "other" for n in names)
    ):
        return " ".join(inside[0].split()), ""
    return "", unsure


_LIMITS = re.compile(
    r"(?:outside|excluding|except|without|beyond|near|besides|barring|not|"
    r"(?:most|parts?|much|some|half|rest|corners?|areas?|cities|towns|countryside) of)(?: of| for| in| the)?$",
    re.I,
)
_ADJOINS = re.compile(
    r"(?:within|throughout|inside|one|two|both|either|only|even|just|ranks?|puts?|lists?|shows?|includ\w+|beats?|trails?|leads?|"
    r"tops?|behind|above|below|after|before|plus|exceeds?|such|compared|joins?|joining|"
    r"\d[\d,.]*)",
    re.I,
)


_PARTS = re.compile(
    r"(?:rural|urban|suburban|downtown|upstate|downstate|coastal|inland|central|(?:north|south|east|west)\w*|outer|inner|"
    r"small\w*|large\w*|big\w*|mid-?siz\w+|teaching|private|public|charter|non-?profit|for-profit|independent|busy)",
    re.I,
)


_INNER = re.compile(
    r"(?:'s)?(?:\s[\w-]+){0,2}?\s(?:towns?|cities|count(?:y|ies)|suburbs?|villages?|coast|valley|panhandle|countryside)\b",
    re.I,
)


def narrowed(text: str, names: Sequence[Mention], surely: bool = False) -> str:
    """The word that may make a named place or employer a part of itself, or all but itself: "rural Texas"."""
    for name in names:
        inner = _INNER.match(text[name.end :]) if name.what == "place" else None
        if inner is not None:
            return f"{name.text}{inner[0]}"
        before = _BEFORE.search(text[: name.start]) if name.what in ("place", "employer") else None
        if before is None or any(n.start <= before.start(1) < n.end for n in names):
            continue
        word = before[1].strip(".'-")
        unlike = not (_WHOLE.fullmatch(word) or _ADJOINS.fullmatch(word) or word.endswith("'s"))
        if surely:
            unlike = _PARTS.fullmatch(word) is not None
        if word and (unlike or word.lower() in _SOME_OF or _LIMITS.search(text[: before.end(1)])):
            return f"{word} {name.text}"
    return ""


# Words that leave a kind of work whole and yet make an employer or a place a part of itself.
_SOME_OF = frozenset({"new", "busy"})


def _inside(start: int, end: int, names: Sequence[Mention]) -> bool:
    """Whether the stretch belongs to a name: a licensed practical nurse is no nurse with a license."""
    return any(
        n.start <= start < n.end or n.start < end <= n.end for n in names if n.what in ("occupation", "other")
    )


_FEW = re.compile(
    r"\b(?:(?<!a )few(?!er)|very few|only a (?:few|handful|small)|a (?:handful|minority)|rare(?:ly)?|seldom|"
    r"hardly (?:any|ever)|almost (?:no|never)|scarcely|"
    r"barely any|not many|virtually no|practically no|it is (?:un(?:common|usual)|rare))\b",
    re.I,
)
_MOST = re.compile(
    r"(?<!the )(?<!pay )(?<!earn )\bmost (?:of )?(?:the )?\w+s\b|\b(?:(?:the |a )(?:\w+ )?majority|"
    r"more than half|over half|nearly all|almost all|the bulk)\b",
    re.I,
)
_ALL = re.compile(
    r"\b(?:all|every|each|none|no one|nobody|always|never)\b(?! (?:workers|occupations|jobs|year|hour|employers|"
    r"industries|types))",
    re.I,
)
_SOME = re.compile(
    r"\b(?:(?i:some(?! \d| \$)|many|often|sometimes|several|occasionally|certain|frequently|at times|plenty|could|"
    r"might|would|possibl[ey]|perhaps|commonly|a few|can)|may(?! (?:19|20)\d\d))\b"
)


def quantifier_in(text: str, at: int) -> Literal["", "few", "some", "most", "all"]:
    """Of how many workers the figure at `at` is said."""
    before = text[:at]
    if _FEW.search(before):
        return "few"
    if _MOST.search(before):
        return "most"
    if _SOME.search(before):
        return "some"
    return "all" if _ALL.search(before) else ""


_SHARES = {
    "one in ten": 0.1, "nine in ten": 0.9, "one in five": 0.2, "one in four": 0.25, "one in three": 1 / 3,
    "one in two": 0.5, "three in four": 0.75, "tenth": 0.1, "quarter": 0.25, "third": 1 / 3, "half": 0.5,
    "three quarters": 0.75, "three-quarters": 0.75, "two thirds": 2 / 3, "two-thirds": 2 / 3,
}  # fmt: skip
_SHARE = re.compile(
    r"\b(?:(?P<less>fewer than|less than|under|below)|(?P<more>more than|over|at least))?\s*(?:only |just |"
    r"about |a |one )*"
    rf"(?P<share>\d{{1,2}}(?:\.\d+)?\s?(?:%|percent)|{'|'.join(_SHARES)})(?: of)?\b(?! percentile)"
    r"(?=[^$]*\b(?:earn|make|get|take|are paid|is paid)\w*\b)(?! (?:with|paid) the)",
    re.I,
)
_TAIL = re.compile(
    r"\b(?:top|bottom|lowest|highest|upper|lower|best|worst)(?:[- ]\w+)?\s*(?:a |one )?$", re.I
)


def share_in(text: str, at: int) -> tuple[float, str] | None:
    """The share of workers that the sum at `at` is said of, and the bound on it: "only 10 percent", "over half"."""
    match = _SHARE.search(text[:at])
    if match is None or _TAIL.search(text[: match.start("share")]):
        return None
    words = match["share"].lower()
    value = _SHARES.get(words)
    if value is None:
        value = float(re.sub(r"[^\d.]", "", words)) / 100
    return value, "at most" if match["less"] else "at least" if match["more"] else ""
