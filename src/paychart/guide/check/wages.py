"""Claims such as "the average annual wage was $48,160 as of May 2020"."""

from __future__ import annotations

import re

from paychart.guide import facts
from paychart.guide.check.claim import Claim, Evidence, Grade, sentences

_MONEY = re.compile(r"\$\s?(\d{2,3},\d{3}|\d{5,6})(?!\s*(?:million|billion|,\d))")
_YEAR = re.compile(r"\b(20[0-4]\d)\b")
_MEASURE = re.compile(r"\b(median|mean|average)\b", re.I)


def find(text: str, evidence: Evidence) -> list[Claim]:
    """Annual wage figures with their measure and year; other dollar amounts are left alone."""
    found = []
    for offset, sentence in sentences(text):
        measure = _MEASURE.search(sentence)
        if not measure or not re.search(r"wage|salar|pay|earn", sentence, re.I):
            continue
        column = "annual_p50" if measure[1].lower() == "median" else "annual_mean"
        year = _YEAR.search(sentence)
        for money in _MONEY.finditer(sentence):
            value = float(money[1].replace(",", ""))
            found.append(_grade(sentence, offset, value, column, int(year[1]) if year else None, evidence))
    return found


def _grade(
    sentence: str, offset: int, value: float, column: str, year: int | None, evidence: Evidence
) -> Claim:
    topic, store = evidence.topic, evidence.store
    measure = "median" if column == "annual_p50" else "mean"
    codes = [r.code for r in topic.roles]
    codes += [old for code in codes for old in facts.PREDECESSORS.get(code, ())]
    now_cell = facts.occupation_pay(store, topic.main.code)
    now = {
        "release": store.release,
        "occupation": topic.main.code,
        "mean": now_cell.mean,
        "median": now_cell.p50,
    }
    release_year = int(store.release_code[:4])
    if year == release_year or year is None:
        source = "cell WHERE area = '0000000' AND industry = '000000' AND"
    else:
        source = f"him_history WHERE year = {year} AND"
    marks = ", ".join("?" * len(codes))
    rows = store.rows(
        f"SELECT occupation, annual_mean, annual_p50 FROM {source} occupation IN ({marks}) "
        f"AND {column} IS NOT NULL ORDER BY abs({column} - ?), occupation",
        [*codes, value],
    )
    subject = f"{topic.title}: {', '.join(codes)}"

    def claim(grades: tuple[Grade, ...], why: str, nearest: dict[str, object] | None) -> Claim:
        exact = nearest if "figure not found" not in grades else None
        end = offset + len(sentence)
        lineage = (now_cell.source.citation,)
        return Claim(sentence, offset, end, "wage figure", subject, grades, why, exact, now, nearest, lineage)

    if not rows:
        return claim(("not checkable",), f"No release of {year} is at hand for this work.", None)
    code, mean, median = rows[0]
    nearest = {"release": f"May {year or release_year}", "occupation": code, "mean": mean, "median": median}
    today = f"In {store.release}, {topic.main.code} has a mean of ${now_cell.mean:,.0f} and a median of "
    today += f"${now_cell.p50:,.0f}."
    stale: tuple[Grade, ...] = ("outdated",) if year is not None and year < release_year else ()
    where = f"{nearest['release']}: {code}, mean ${mean:,.0f}, median ${median:,.0f}"
    if round(mean if measure == "mean" else median) == round(value):
        return claim(("supported", *stale), f"The figure is published ({where}). {today}", nearest)
    why = f"No {measure} of this career family is ${value:,.0f}. The nearest is {where}."
    if code in ("29-2098", "29-9098"):
        why += " That code mixes several occupations."
    return claim(("figure not found", *stale), f"{why} {today}", nearest)
