"""What an outcome says in words, the same at every door; of what is unknown, what would have to be true."""

from __future__ import annotations

from paychart.careers.outcome import MEASURED, Outcome
from paychart.show.figures import between, money, short_money


def gain_words(one: Outcome) -> str:
    """What it adds a year with how sure that is: "+$3.4k a year (90% sure: -$2.7k to +$11k)"."""
    if one.gain is None or one.gain90 is None:
        return "no figures of what it adds"
    sure = between(one.gain90, short=True, signed=True)
    held = "90% sure" if one.evidence == MEASURED else "borrowed, 9 in 10 such options"
    return f"{short_money(one.gain, signed=True)} a year ({held}: {sure})"


def cost_words(one: Outcome) -> str:
    """What it costs once and a year; a cost that no source states is "not known"."""
    if one.cost is None:
        return "cost not known"
    once = "no cost" if one.cost == 0 else money(one.cost)
    if one.upkeep is None:
        return f"{once}, upkeep not known"
    return f"{once} and {money(one.upkeep)} a year" if one.upkeep else once


def odds_words(one: Outcome) -> str:
    """The odds in percent, or that nobody states them."""
    return "not known" if one.odds is None else f"{one.odds:.0%}" if one.odds < 1 else "certain"


def value_words(one: Outcome) -> str:
    """What it adds over the horizon: expected, or if it comes off where the odds are unknown."""
    if one.value is None:
        return f"not known over {one.horizon:g} years"
    given = "" if one.odds is not None else ", if it comes off"
    return f"{short_money(one.value, signed=True)} over {one.horizon:g} years{given}"


def terms_words(one: Outcome) -> str:
    """The terms that every figure is on: "after tax (single) and prices, over 10 years"."""
    household = f" ({one.household})" if one.tax == "after tax" else ""
    return f"{one.tax}{household} and prices, over {one.horizon:g} years"


def needs_words(one: Outcome) -> str:
    """What would have to be true of an option without figures of its own; "" of one that is measured."""
    if one.evidence == MEASURED:
        return ""
    what = one.name.removeprefix("Earn ")
    must = (
        "Its cost is not known, so what it must add is not either."
        if one.must_add is None
        else f"{what} must add {money(one.must_add)} a year to pay for itself within {one.horizon:g} years."
    )
    if one.similar90 is None:
        return must
    return f"{must} Nine in ten options like it add {between(one.similar90, short=True, signed=True)} a year."


def pay_back_words(one: Outcome) -> str:
    """Years until it has paid for itself, or why that cannot be said."""
    if one.pay_back is not None:
        return f"{one.pay_back:g} years"
    if one.evidence != MEASURED or not one.cost_known:
        return "not known"
    return "never"


def told(one: Outcome) -> str:
    """One outcome on one line."""
    return (
        f"{one.name}: {one.verdict}. {gain_words(one)}; {cost_words(one)}; after {one.years:.2g} years; "
        f"odds {odds_words(one)}; {value_words(one)}."
    )


def card(one: Outcome) -> dict[str, str]:
    """One outcome as the words of a page: every page's are these."""
    return {
        "name": one.name,
        "verdict": one.verdict,
        "gain": gain_words(one),
        "cost": cost_words(one).removeprefix("cost ").replace("no cost", "none"),
        "wait": f"{one.years:.2g} years",
        "odds": odds_words(one),
        "value": value_words(one),
        "break_even": pay_back_words(one),
        "needs": needs_words(one),
        "terms": terms_words(one),
    }
