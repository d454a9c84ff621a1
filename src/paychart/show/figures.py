"""How figures are written, at every door: dollars, percents, intervals, and what the statistics of pay are called."""

from __future__ import annotations

# In the order in which people read a range of pay: from the bottom up, the mean last.
LABELS = {
    "p10": "10th percentile (entry)",
    "p25": "25th percentile",
    "p50": "Median",
    "p75": "75th percentile",
    "p90": "90th percentile (top)",
    "mean": "Mean",
}
STATISTICS = ("mean", "p10", "p25", "p50", "p75", "p90")  # in the order of data and JSON


def money(value: float | None, *, signed: bool = False, cents: bool = False, absent: str = "") -> str:
    """Dollars, with a true minus sign; whole unless `cents`; `absent` for what is not known.

    >>> money(51140), money(1200, signed=True), money(-80), money(27.5, cents=True), money(None, absent="not known")
    ('$51,140', '+$1,200', '−$80', '$27.50', 'not known')
    """
    if value is None:
        return absent
    size = f"{abs(value):,.2f}" if cents else f"{abs(value):,.0f}"
    nothing = not size.strip("0.,")
    return f"{'' if nothing else '−' if value < 0 else '+' if signed else ''}${size}"


def short_money(value: float, *, signed: bool = False) -> str:
    """Dollars, short; below a thousand in full.

    >>> short_money(52_840), short_money(-2_310_000), short_money(1200, signed=True), short_money(80)
    ('$52.8k', '−$2.31m', '+$1.2k', '$80')
    """
    size = abs(value)
    told = (
        f"{size / 1e6:,.2f}m" if size >= 1e6 else f"{size / 1000:,.1f}k" if size >= 1000 else f"{size:,.0f}"
    )
    return f"{'−' if value < 0 else '+' if signed else ''}${told}"


def percent(value: float | None, *, signed: bool = False, places: int = 1, absent: str = "") -> str:
    """A percentage, given in percent.

    >>> percent(5.25), percent(-3.0, places=0), percent(2, signed=True)
    ('5.2%', '−3%', '+2.0%')
    """
    if value is None:
        return absent
    size = f"{abs(value):,.{places}f}"
    nothing = not size.strip("0.,")
    return f"{'' if nothing else '−' if value < 0 else '+' if signed else ''}{size}%"


def between(
    pair: tuple[float, float] | None, *, signed: bool = False, short: bool = False, absent: str = ""
) -> str:
    """Two amounts of dollars as a range.

    >>> between((44_800, 81_128)), between(None, absent="not known")
    ('$44,800 to $81,128', 'not known')
    """
    write = short_money if short else money
    return f"{write(pair[0], signed=signed)} to {write(pair[1], signed=signed)}" if pair else absent


def width_words(pair: tuple[float, float] | None, middle: float) -> str:
    """How sure an interval makes of its middle, in one word a reader can act on.

    >>> width_words((50_000, 54_000), 52_000), width_words((44_800, 81_128), 60_000), width_words(None, 1)
    ('narrow', 'very wide', 'not known')
    """
    if not pair or middle <= 0:
        return "not known"
    half = 100 * (pair[1] - pair[0]) / 2 / middle
    return "narrow" if half < 6 else "moderate" if half < 12 else "wide" if half < 22 else "very wide"
