"""Work as people say it: SOC codes and titles, everyday words, credentials, families and payroll titles."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from paychart.data.families import families
from paychart.data.reference import carried, reference_path
from paychart.data.store import Store
from paychart.errors import BadInput, UnknownCode
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.words.credentials import find_credential
from paychart.words.index import CodeIndex, Occupation, index, job_key
from paychart.words.titles.coder import LEARNED, Coding, carried_coder, code_many
from paychart.words.titles.wording import LONGEST_TITLE, take_apart
from paychart.words.understood import Choice, Understood

_CODE = re.compile(r"^(\d\d)[-. ]?(\d{4})(?:\.\d\d)?$")
# Least probability of a payroll title's first code for it to be taken (and told), and to be offered at all.
# An unlisted title's probability is a cautious one already.
TAKEN, TAKEN_UNLISTED, OFFERED = 0.5, 0.44, 0.2
SAME_PAY = 0.05  # two occupations whose median pay is this close need no question
SHOWN = 4
_SPELLED, _SHORT, _ACRONYM = (
    5,
    2,
    6,
)  # letters a word needs to be read in spite of a slip; words of a shortened name; letters of an acronym
_LEVELS = ("total", "major", "minor", "broad", "detailed")
_HINT = "Give a job title or SOC code, or look one up with: paychart search WORDS"
_LEAD = re.compile(r"^(?:i am |im |i work as |work as |working as |job as |being )?(?:an? |the |my )?")
_TAIL = re.compile(r"(?: (?:job|position|career|salary|pay|wage|work|role))+$")
_REMOTE = {"remote", "work from home", "wfh", "remote work", "remote job", "from home", "hybrid"}
_NO_WORK = {"job", "work", "something", "anything"}  # "jobs in tech" is about tech
_PERSON = re.compile(r"^(.+?) (?:guy|man|lady|person|dude|girl|woman|boy|gal|people|folk)$")
_WHERE = re.compile(r"^(.+?)\s+(?:at|in|for|with|@)\s+.+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """What an everyday word for work means: the commonest code, its rivals, and whether they are truly open."""

    code: str
    others: tuple[str, ...]
    open: bool


@cache
def everyday_words() -> dict[str, Word]:
    """Everyday words for work by `job_key`."""
    with reference_path("job_words.csv").open(encoding="utf-8", newline="") as file:
        return {
            job_key(word): Word(row["code"], tuple((row["others"] or "").split()), row["open"] == "ask")
            for row in csv.DictReader(file, delimiter=";") for word in row["words"].split("|")
        }  # fmt: skip


def find_occupation(text: str, store: Store) -> Occupation:
    """The occupation meant by a SOC code (29-2072, 292072, 29-2072.00), a title, or everyday words.

    Raises UnknownCode, or Ambiguous where the reader must choose; both list the nearest.
    """
    return index(store).occupations[understand_job(text, store).chosen(_HINT).code]


def understand_job(text: str, store: Store) -> Understood:
    """What `text` means as work, with the next likeliest. Raises UnknownCode or BadInput where it means none."""
    codes = index(store)
    asked = " ".join(text.split())
    if len(asked) > LONGEST_TITLE:
        raise BadInput(f"A job of {len(asked):,} characters is too long.", hint="Give the job title alone.")
    if _CODE.match(asked):
        return _by_code(asked, codes)
    key = job_key(asked)
    if not key:
        raise UnknownCode("No job is written in those characters.", hint=_HINT)
    if key in _REMOTE:
        raise BadInput("Remote work is a way of working, not a job.", hint=_HINT)
    found = (
        _named(key, codes) or _family(key, codes) or _credential(asked, codes) or _named(_bare(key), codes)
    )
    if found:
        return found
    place = _WHERE.match(asked)
    first = _bare(job_key(place[1])) if place else ""
    if first and first not in _NO_WORK and (found := _named(first, codes)):
        return found.told()
    if found := _shortened(key, codes) or _misspelt(key, codes):
        return found
    wording = take_apart(asked)
    for words in (wording.words, [w for w in wording.words if w not in wording.level]):
        if words and (found := _named(job_key(" ".join(words)), codes)):
            return found.told()
    if shaped := _mistyped(asked, codes):
        raise shaped
    if key.split()[0] in _given_names():
        raise UnknownCode("That reads as the name of a person, not of a job.", hint=_HINT)
    if result := _coded(asked, store):
        return result
    raise UnknownCode(f"No job is called {asked[:60]!r}.", hint=_HINT)


def _by_code(asked: str, codes: CodeIndex) -> Understood:
    shaped = _CODE.match(asked)
    code = f"{shaped[1]}-{shaped[2]}" if shaped else ""
    if code in codes.occupations:
        return Understood("occupation", "sure", _choice(code, codes))
    raise UnknownCode(
        f"{asked} is not an occupation of this release.", nearest=_near_codes(code, codes), hint=_HINT
    )


def _mistyped(asked: str, codes: CodeIndex) -> UnknownCode | None:
    """An error for what was meant as a code: "29-2O72"."""
    digits = asked.upper().translate(str.maketrans("OIL", "011"))
    if not asked[:1].isdigit():
        return None
    near = _near_codes(digits, codes) if _CODE.match(digits) else ()
    return UnknownCode(f"{asked[:40]!r} is not an occupation code.", nearest=near, hint=_HINT)


def _named(key: str, codes: CodeIndex) -> Understood | None:
    """Everyday words and exact titles."""
    word = everyday_words().get(key)
    if word and not word.code:
        raise UnknownCode(
            f'"{key[:60]}" is no occupation of the survey: it covers wage and salary work in civilian jobs.',
            hint=_HINT,
        )
    if word and word.code in codes.occupations:
        others = tuple(_choice(c, codes) for c in word.others if c in codes.occupations)
        if word.open:
            note = f'"{key}" could be several kinds of work.'
            return Understood("occupation", "asked", None, (_choice(word.code, codes), *others), note)
        rivals = others if codes.words_for_work.get(key) != word.code else ()  # a word of a family is its own
        return Understood("occupation", "told" if rivals else "sure", _choice(word.code, codes), rivals)
    usual = codes.words_for_work.get(key)
    if usual in codes.occupations:
        return Understood("occupation", "sure", _choice(usual, codes))
    exact = codes.occupations_titled.get(key)
    if exact:
        # Minor, broad and detailed rows share titles; the most detailed one is the occupation itself.
        return Understood(
            "occupation", "sure", _choice(max(exact, key=lambda o: _LEVELS.index(o.level)).code, codes)
        )
    return None


def _family(key: str, codes: CodeIndex) -> Understood | None:
    """A family of careers: its occupations to choose from, the main one first."""
    for family in families().values():
        if key in map(job_key, (*family.words, family.name, family.short)):
            held = tuple(_choice(c, codes) for c in family.occupations if c in codes.occupations)
            return Understood(
                "occupation", "asked", None, held, f"{family.name} is a family of occupations, not one."
            )
    return None


def _credential(asked: str, codes: CodeIndex) -> Understood | None:
    """The work that a credential is for: CRC means medical coding, not a word of some title."""
    parts = [part for part in re.split(r"[\s,;/&+]+", asked) if part]
    try:
        held = [find_credential(part) for part in ([asked] if len(parts) == 1 else parts)]
    except UnknownCode:
        return None
    credential = max(held, key=lambda c: len(c.roles))
    work = [
        code for code in credential.roles if code in codes.occupations and all(code in c.roles for c in held)
    ]
    if not work:
        return None
    note = f"{credential.code} is a credential ({credential.name}), taken as the work it is for."
    first, *others = (_choice(code, codes) for code in work)
    if len(others) > 1:
        note = f"{credential.code} is a credential ({credential.name}), held in several kinds of work."
        return Understood("occupation", "asked", None, (first, *others), note)
    return Understood("occupation", "told", first, tuple(others), note)


def _bare(key: str) -> str:
    """The words without "I am a" and "salary"."""
    return _TAIL.sub("", _LEAD.sub("", key))


def _shortened(key: str, codes: CodeIndex) -> Understood | None:
    """ "Forklift guy", "RNs", "crane": the work those words name, alone or as its operator, driver or worker."""
    stem = shaped[1] if (shaped := _PERSON.match(key)) else key.removesuffix("s")
    if len(stem.split()) > _SHORT:
        return None
    forms = (f"{stem}{end}" for end in ("", " operator", " driver", " technician", " worker", " installer"))
    return next((found.told() for form in forms if (found := _named(form, codes))), None)


@cache
def _by_initial() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in everyday_words():
        if len(key) >= _SPELLED:
            found.setdefault(key[0], []).append(key)
    return found


def _misspelt(key: str, codes: CodeIndex) -> Understood | None:
    """The everyday word one slip of the keyboard away (two in long words)."""
    from rapidfuzz.distance import OSA

    slips = 1 if len(key) < 2 * _SPELLED else 2
    near = [
        (gap, other)
        for other in _by_initial().get(key[:1], [])
        if abs(len(other) - len(key)) <= slips
        and (gap := OSA.distance(key, other, score_cutoff=slips)) <= slips
    ]
    found = _named(min(near)[1], codes) if near and len(key) >= _SPELLED else None
    return found.told(f'Read as "{min(near)[1]}".') if found else None


@cache
def _given_names() -> frozenset[str]:
    return frozenset(" ".join(row["names"] for row in carried("given_names.csv")).split())


def _coded(asked: str, store: Store) -> Understood | None:
    """A payroll title, by the title coder: taken and told, asked, or not known."""
    coding = code_many([asked], k=SHOWN)[0]
    codes = index(store)
    likely = [c for c in coding.candidates if c.soc in codes.occupations]
    acronym = asked.isupper() and len(asked) <= _ACRONYM and coding.evidence == LEARNED
    if not likely or acronym or not _is_work(asked) or likely[0].probability < OFFERED:
        return None
    choices = tuple(_choice(c.soc, codes) for c in likely)
    head = everyday_words().get(job_key(asked).split()[-1])
    if head and not head.open and coding.evidence == LEARNED:
        work = next((c for c in choices if c.code == head.code), None)
        if work:  # "l&d nurse": the last word says the work, where the coder finds it likely too
            others = tuple(c for c in choices if c != work)
            return Understood(
                "occupation", "told", work, others, f"Read as a kind of {job_key(asked).split()[-1]}."
            )
    least = TAKEN_UNLISTED if coding.evidence == LEARNED else TAKEN
    both = sum(c.probability for c in likely[:2])
    if likely[0].probability >= least or (both >= least and _same_pay(choices, store)):
        return Understood("occupation", "told", choices[0], choices[1:], _evidence(coding))
    return Understood("occupation", "asked", None, choices, f"{asked[:60]!r} could be several kinds of work.")


def _is_work(asked: str) -> bool:
    """Whether at least half the words, read as the coder reads them, are words of job titles."""
    coder = carried_coder()
    words = coder.speller.read(take_apart(asked).words)
    known = sum(word in coder.model.rarity.weights for word in words)
    return bool(words) and 2 * known >= len(words)


def _same_pay(choices: Iterable[Choice], store: Store) -> bool:
    """Whether the answer to a question between the first two would hardly move pay."""
    medians = store.cached("national medians", lambda: _medians(store))
    pay = [medians.get(c.code) for c in choices][:2]
    return len(pay) == 2 and all(pay) and abs(pay[0] / pay[1] - 1) <= SAME_PAY  # type: ignore[operator]


def _medians(store: Store) -> dict[str, float]:
    rows = store.rows(
        "SELECT occupation, annual_p50 FROM cell WHERE area = ? AND industry = ?", [NATION, ALL_INDUSTRIES]
    )
    return {code: float(median) for code, median in rows if median}


def _evidence(coding: Coding) -> str:
    return f"Read as a job title ({coding.evidence}; probability {coding.candidates[0].probability:.0%})."


def _choice(code: str, codes: CodeIndex) -> Choice:
    return Choice(code, codes.occupations[code].title)


def _near_codes(code: str, codes: CodeIndex) -> tuple[str, ...]:
    digits = code.replace("-", "").replace(".", "").replace(" ", "")[:6]
    group = [o for c, o in codes.occupations.items() if c[:2] == digits[:2]]
    group.sort(
        key=lambda o: (
            o.code[:4].replace("-", "") != digits[:3],
            abs(int(o.code.replace("-", "")) - int(digits)),
        )
    )
    return tuple(f"{o.code} {o.title}" for o in group[:5])
