"""Popular career advice held against this reader's own figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from paychart.careers.outcome import CLEARLY, MEASURED, PROBABLY, WORSE
from paychart.careers.places_for import dearest
from paychart.profile import NATION

if TYPE_CHECKING:
    from paychart.careers.option import Person
    from paychart.careers.outcome import Outcome
    from paychart.data.store import Store


@dataclass(frozen=True)
class Tip:
    """A piece of advice, whether it holds here ("holds", "may hold", "cannot tell", "does not seem to hold",
    "does not hold"), and the figures."""

    advice: str
    holds: str
    figures: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


BEST = "Hospitals pay best."
_HOLDS = {CLEARLY: "holds", PROBABLY: "may hold", WORSE: "does not seem to hold"}


def tips(person: Person, store: Store, moves: Sequence[Outcome]) -> tuple[Tip, ...]:
    """The advice that the moves weighed can judge."""
    found = []
    for kind, to, advice in (
        ("employer", "541600", "Go into consulting: it pays more."),
        ("employer", "622000", BEST),
        ("degree", "bachelor", "Get a bachelor's degree: it pays for itself."),
        ("degree", "master", "A master's degree pays for itself."),
    ):
        move = next((m for m in moves if m.kind == kind and m.to == to), None)
        if move is not None:
            tip = Tip(advice, _HOLDS.get(move.verdict, "cannot tell"), _figures(move, person))
            if advice == BEST:
                tip = _against_rivals(tip, move, moves)
            nation = _nation(person, store, to) if kind == "employer" else ""
            found.append(replace(tip, figures=f"{tip.figures}{nation}"))
    earned = [m for m in moves if m.kind in ("credential", "specialization")]
    if earned:
        found.append(_certifications(earned))
    big = _big_city(person, store, moves)
    return (*found, big) if big else tuple(found)


def _certifications(earned: Sequence[Outcome]) -> Tip:
    known = [m for m in earned if m.evidence == MEASURED]
    best = max(known, key=lambda m: m.gain or 0, default=None)
    unknown = len(earned) - len(known)
    count = f"{unknown} of the {len(earned)}" if unknown < len(earned) else f"None of the {len(earned)}"
    said = (
        f"{count} open to you {'has' if unknown in (1, len(earned)) else 'have'} "
        f"{'any' if unknown == len(earned) else 'no'} figures of what holders earn in this work"
    )
    if best:
        said += f"; the best of the others, {best.name[5:]}, {_dollars(best)}"
    return Tip("Every further certification raises your pay.", "cannot tell", said + ".")


def _nation(person: Person, store: Store, industry: str) -> str:
    """The published national medians of the two employer types, where both are."""
    reader = person.reader
    medians = dict(
        store.rows(
            "SELECT industry, annual_p50 FROM cell WHERE occupation = ? AND area = ? AND industry IN (?, ?)",
            [reader.occupation, NATION, industry, reader.industry],
        )
    )
    there, here = medians.get(industry), medians.get(reader.industry)
    if not there or not here:
        return ""
    return f" Nationally BLS publishes medians of ${there:,.0f} there and ${here:,.0f} with your kind of employer."


def _figures(move: Outcome, person: Person) -> str:
    said = f"For you it {_dollars(move)}"
    if move.kind == "degree" and move.value is not None:
        end = "bring" if move.value >= 0 else "lose"
        said += (
            f" in the same work; it costs about ${move.cost:,.0f} and {100 * (move.odds or 0):.0f}% finish: "
            f"over {move.horizon:g} years it is expected to {end} ${abs(move.value):,.0f}"
        )
        said += ". What it opens on the ladder comes on top" if not person.role.generic else ""
    return said + "."


def _against_rivals(tip: Tip, move: Outcome, moves: Sequence[Outcome]) -> Tip:
    """Paying more than here is not paying best: another kind of employer may add more still."""
    rival = max((m for m in moves if m.kind == "employer"), key=lambda m: m.gain or 0)
    if (rival.gain or 0) <= (move.gain or 0) or not rival.gain90 or not move.gain90:
        return tip
    said = f"{tip.figures} Another move brings more: {rival.name[:1].lower()}{rival.name[1:]}, which {_dollars(rival)}."
    if tip.holds not in ("holds", "may hold"):
        return Tip(tip.advice, tip.holds, said)
    return Tip(tip.advice, "does not hold" if rival.gain90[0] > move.gain90[1] else "cannot tell", said)


def _dollars(move: Outcome) -> str:
    low, high = move.gain90 or (0.0, 0.0)
    gain = move.gain or 0.0
    verb = "adds" if gain >= 0 else "takes away"
    return (
        f"{verb} ${abs(gain):,.0f} a year {move.tax} and prices (90% sure: {_signed(low)} to {_signed(high)})"
    )


def _signed(dollars: float) -> str:
    return f"{'+' if dollars >= 0 else '−'}${abs(dollars):,.0f}"


def _big_city(person: Person, store: Store, moves: Sequence[Outcome]) -> Tip | None:
    """The dearest labor market against where the reader is, in what pay buys."""
    from paychart.careers.outcomes import outcomes
    from paychart.careers.work_options import area

    reader = person.reader
    place = None if reader.area == NATION else dearest(store, reader, person.rent_share)
    if place is None or place.price_level is None or place.area == reader.area:
        return None
    own = next((m for m in moves if m.to == place.area), None)
    if own is None:
        own = next(iter(outcomes(person, [area(person, place.area, place.name)], store)), None)
    if own is None:
        return None
    return Tip(
        "Move where the pay is highest.",
        _HOLDS.get(own.verdict, "cannot tell"),
        f"{place.name} pays most, ${place.nominal:,.0f}; prices there are {place.price_level:.0f}% of the nation's. "
        f"For you it {_dollars(own)}.",
    )
