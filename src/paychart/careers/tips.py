"""Popular career advice held against this reader's own figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from paychart.careers.places_for import dearest, log_contrast
from paychart.pay.uncertainty import Z90
from paychart.profile import NATION

if TYPE_CHECKING:
    from paychart.careers.move import Move
    from paychart.careers.setting import Setting


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
_HOLDS = {
    "probably better": "holds",
    "may be better": "may hold",
    "may be worse": "does not seem to hold",
    "probably worse": "does not hold",
}


def tips(setting: Setting, moves: Sequence[Move]) -> tuple[Tip, ...]:
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
            tip = _judge(advice, move, setting)
            if advice == BEST:
                tip = _against_rivals(tip, move, moves)
            nation = _nation(setting, to) if kind == "employer" else ""
            found.append(replace(tip, figures=f"{tip.figures}{nation}"))
    earned = [m for m in moves if m.kind in ("credential", "specialization")]
    if earned:
        known = [m for m in earned if not any("No survey" in note for note in m.notes)]
        best = max(known, key=lambda m: m.gain, default=None)
        unknown = len(earned) - len(known)
        count = f"{unknown} of the {len(earned)}" if unknown < len(earned) else f"None of the {len(earned)}"
        said = (
            f"{count} open to you {'has' if unknown in (1, len(earned)) else 'have'} "
            f"{'any' if unknown == len(earned) else 'no'} evidence to add pay in this work"
        )
        if best:
            said += f"; the best of the others, {best.name[5:]}, {_dollars(best)}"
        found.append(
            Tip(
                "Every further certification raises your pay.",
                "does not hold" if unknown else "cannot tell",
                said + ".",
            )
        )
    big = _big_city(setting, moves)
    if big:
        found.append(big)
    return tuple(found)


def _nation(setting: Setting, industry: str) -> str:
    """The published national medians of the two employer types, where both are."""
    code = setting.reader.occupation
    medians = dict(
        setting.store.rows(
            "SELECT industry, annual_p50 FROM cell WHERE occupation = ? AND area = ? AND industry IN (?, ?)",
            [code, NATION, industry, setting.reader.industry],
        )
    )
    there, here = medians.get(industry), medians.get(setting.reader.industry)
    if not there or not here:
        return ""
    return f" Nationally BLS publishes medians of ${there:,.0f} there and ${here:,.0f} with your kind of employer."


def _judge(advice: str, move: Move, setting: Setting) -> Tip:
    holds = _HOLDS.get(move.verdict, "cannot tell")
    said = f"For you it {_dollars(move)}"
    if move.kind == "degree":
        end = "bring" if move.value >= 0 else "lose"
        said += (
            f" in the same work; it costs about ${move.cost:,.0f} and {100 * move.chance:.0f} percent finish: over "
            f"{setting.horizon:g} years it is expected to {end} ${abs(move.value):,.0f}"
        )
        said += ". What it opens on the ladder comes on top" if setting.role and not setting.role.generic else ""
        holds = _pays_for_itself(move)
    return Tip(advice, holds, said + ".")


def _pays_for_itself(move: Move) -> str:
    """Whether the cost comes back within the horizon, at the ends of the gain's interval and in the middle."""
    low, high = ((gain - move.upkeep) * move.held - move.cost for gain in move.gain90)
    if high < 0:
        return "does not hold"
    return "holds" if low > 0 else "may hold" if move.value >= 0 else "does not seem to hold"


def _against_rivals(tip: Tip, move: Move, moves: Sequence[Move]) -> Tip:
    """Paying more than here is not paying best: another kind of employer may add more still."""
    rival = max((m for m in moves if m.kind == "employer"), key=lambda m: m.gain)
    if rival.gain <= move.gain:
        return tip
    said = f"{tip.figures} Another move brings more: {rival.name[:1].lower()}{rival.name[1:]}, which {_dollars(rival)}."
    if tip.holds not in ("holds", "may hold"):
        return Tip(tip.advice, tip.holds, said)
    return Tip(tip.advice, "does not hold" if rival.gain90[0] > move.gain90[1] else "cannot tell", said)


def _dollars(move: Move) -> str:
    low, high = move.gain90
    verb = "adds" if move.gain >= 0 else "takes away"
    return f"{verb} ${abs(move.gain):,.0f} a year after prices (90 % sure: {_signed(low)} to {_signed(high)})"


def _signed(dollars: float) -> str:
    return f"{'+' if dollars >= 0 else '-'}${abs(dollars):,.0f}"


def _big_city(setting: Setting, moves: Sequence[Move]) -> Tip | None:
    """The dearest labor market against where the reader is, in what pay buys."""
    reader, now = setting.reader, setting.now
    if reader.area == NATION or now.real is None:
        return None
    place = dearest(setting.store, reader, setting.rent_share)
    if place is None or place.price_level is None or place.area == reader.area:
        return None
    ratio = log_contrast(setting.store, place.area, reader, setting.rent_share)
    if ratio is None:
        return None
    own = next((m.gain for m in moves if m.to == place.area), None)
    gain = now.real * math.expm1(ratio[0]) if own is None else own
    sure = abs(ratio[0]) > Z90 * ratio[1]
    return Tip(
        "Move where the pay is highest.",
        "cannot tell" if not sure else "holds" if gain > 0 else "does not hold",
        f"{place.name} pays most, ${place.nominal:,.0f}; prices there are {place.price_level:.0f} % of the nation's "
        f"and where you are {now.price_level:.0f} %. For you it buys ${abs(gain):,.0f} "
        f"{'more' if gain > 0 else 'less'} a year.",
    )
