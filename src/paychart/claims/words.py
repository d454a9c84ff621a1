"""Sentences that explanations and updated guides share: what the newest release says of a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paychart.claims.evidence import Evidence
from paychart.claims.figures import NAMES, Pay, money

if TYPE_CHECKING:
    from paychart.claims.reader import Subject


def now_sentence(evidence: Evidence, subject: Subject, wage: str = "") -> str:
    """ "In May 2025, medical records specialists (29-2072) have a mean of $56,790 and a median of $51,140."

    Of a percentile where `wage` is one.
    """
    pay = evidence.pay(subject.main)
    if pay is None:
        return ""
    if wage in ("p10", "p25", "p75", "p90"):
        return f"In {pay.release}, the {NAMES[wage]} of {lower(pay.name)} ({pay.code}) is {money(pay.wages[wage])}."
    return (
        f"In {pay.release}, {lower(pay.name)} ({pay.code}) have a mean of {money(pay.mean)} and a median of "
        f"{money(pay.median)}."
    )


def pay_now(evidence: Evidence, subject: Subject) -> dict[str, Any] | None:
    """The figures of the newest release, for `now`."""
    pay = evidence.pay(subject.main)
    return pay.figures() if pay else None


def entry_level_note(evidence: Evidence, subject: Subject) -> str:
    """Why the pay of beginners cannot be checked, and the nearest figures there are."""
    pay = evidence.pay(subject.main)
    note = "OEWS does not count pay by experience, so no official figure is the pay of beginners."
    if pay:
        note += (
            f" Nearest: one in ten earns less than {money(pay.wages['p10'])}, one in four less than "
            f"{money(pay.wages['p25'])} ({pay.release})."
        )
        starters = evidence.personal(subject.main, experience=0.0)
        if starters:
            note += f" Person records put the typical worker in the first year near {money(starters[0])} (modelled)."
    return note


def lower(title: str) -> str:
    """A title inside a sentence: small letters, but acronyms stay."""
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in title.split())


def means(left: Pay, right: Pay) -> str:
    """ "hospitals $61,920 against all employers $56,790 (+9.0%)"."""
    gap = left.mean / right.mean - 1
    return f"{left.name} {money(left.mean)} against {right.name} {money(right.mean)} ({gap:+.1%})"


def same_title(words: str, title: str) -> bool:
    """Whether a name says no less than the official title: "RNs", "pharmacy techs", but not "cancer registrars"."""
    stems = [w[:4].lower() for w in title.replace(",", " ").split()]
    letters = "".join(w[0] for w in title.split() if w[0].isupper())
    said = words.replace("-", " ").split()
    return all(w[:4].lower() in stems or w.rstrip("s").upper() in letters or w.isupper() for w in said)
