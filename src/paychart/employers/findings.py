"""What can be wrong with a row of a payroll, in words; every flag in the output is one of these."""

from __future__ import annotations

NOT_PRICED = {
    "pay-missing": "no pay is given",
    "pay-unreadable": "the pay is not an amount",
    "pay-not-positive": "the pay is zero or negative",
    "pay-implausible": "the pay is outside $2 to $2,500 an hour once put on an hourly basis",
    "basis-unclear": "the amount could be monthly, weekly or hourly, and no basis is given",
    "title-missing": "neither a job title nor an occupation code is given",
    "title-unclear": "the title does not say enough to choose an occupation",
    "occupation-unknown": "the occupation code is not one that BLS publishes",
    "area-unknown": "the place is not one that BLS publishes, and no state could be read from it (US is the nation)",
    "employer-unknown": "the employer type was not recognized",
    "no-market": "no pay is known for this work, here or more widely",
}
NOTES = {
    "basis-from-amount": "hourly or annual was decided from the size of the amount",
    "basis-corrected": "the stated basis cannot fit the amount, so the amount decided",
    "decimal-doubtful": "a point or comma followed by three digits was read as the file's other amounts suggest",
    "hours-unreadable": "the weekly hours are not between 1 and 96, so 40 were used",
    "education-unreadable": "the education was not recognized and not used",
    "experience-unreadable": "the experience is not a number from 0 to 60 and was not used",
    "credential-unknown": "a credential is not in the catalogue and was not used",
    "traits-not-used": "schooling, experience or credentials contradict each other or the work, and were not used",
    "title-doubtful": "the title fits several occupations; the likeliest was taken",
    "area-missing": "no place is given, so the nation is the market",
    "area-is-state": "only the state could be read, so the state is the market",
    "market-modelled": "BLS publishes no pay for people just like this, so the market is modelled",
    "market-blended": "your own surveys have a part in the market; the weights are in the summary",
    "duplicate-id": "the employee id occurs more than once",
    "below-federal-minimum": "the hourly pay is below $7.25",
    "duplicate-row": "every column is the same as in an earlier or later row, and no id tells them apart",
    "far-below-market": "the pay is below the 5th percentile of people like this",
    "far-above-market": "the pay is above the 95th percentile of people like this",
}
WORDS = {**NOT_PRICED, **NOTES}

# Flags travel as bits of three numbers; each number is looked up once in a table of all its combinations.
_NOTES = tuple(NOTES)
WORD_BITS: tuple[tuple[str, ...], ...] = (tuple(NOT_PRICED), _NOTES[:9], _NOTES[9:])


def bits(*flags: str | None) -> tuple[int, int, int]:
    """The three numbers of some flags; None is no flag."""
    first, second, third = (
        sum(1 << i for i, word in enumerate(words) if word in flags) for words in WORD_BITS
    )
    return first, second, third


def texts(number: int) -> list[str]:
    """The flags of every value of one of the three numbers, each with a semicolon before it."""
    words = WORD_BITS[number]
    return [
        "".join(f";{w}" for i, w in enumerate(words) if value >> i & 1) for value in range(1 << len(words))
    ]
