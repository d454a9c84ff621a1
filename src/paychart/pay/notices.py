"""Notices: what a reader must know of a figure, as values; the only place that puts them into words.

A notice has a code, a severity and its numbers. Programs ask for the code; people read `words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from paychart.data.store import Store

# Why a figure is not a published cell of the release.
WHY = {
    "": "",
    "joint": "BLS publishes no wages by area and industry at once.",
    "absent": "BLS published no estimate for this cell.",
    "withheld": "BLS did not release the wages of this cell.",
    "top_coded": "BLS withheld these wages because they are at or above its bound.",
    "partly_top_coded": "BLS withheld the highest of these wages because they are at or above its bound.",
    "nowhere": "BLS shows nobody of this occupation in this industry, its sector or its branches.",
    "barren": "No wages of this area are published, so nothing can be said about its pay.",
    "unknown": "The release has no such area or industry.",
    "unsupported": "Neither this cell nor a wider one has published wages.",
    "research": "BLS's research estimate by state and industry, of its own release.",
}

NOTE, CAUTION, ASSUMPTION = "note", "caution", "assumption"
_WORDS: dict[str, tuple[str, str]] = {
    # The question
    "understood": (NOTE, "{said}"),
    # The cell
    "modelled": (NOTE, "{why} This is a modelled figure; the interval says how far such figures miss."),
    "stand_in": (CAUTION, "{why} This is the figure for {where}, the nearest published cell."),
    "all_employers": (CAUTION, "{why} This is the figure for all employers in {area}."),
    "by_the_hour": (
        NOTE,
        "BLS prints hourly wages only for this work; annual figures assume 2,080 paid hours.",
    ),
    "by_the_year": (
        NOTE,
        "BLS prints annual wages only: this work seldom runs 2,080 hours a year.",
    ),
    "mean_derived": (NOTE, "BLS printed no mean; this one follows from the percentiles."),
    "research": (
        CAUTION,
        "BLS's research estimate by state and industry, {release}: meant for research, not an official series. "
        "Other figures are of {current}.",
    ),
    "no_error": (
        CAUTION,
        "BLS printed no standard error for this cell, so no interval can be given.",
    ),
    "counted": (
        NOTE,
        "BLS prints a standard error of 0% for this cell: a count, or nearly one, not a sample, so no interval is "
        "given.",
    ),
    "noisy": (CAUTION, "A noisy cell: the mean's relative standard error is {rse:g}%."),
    "noisy_smoothed": (
        CAUTION,
        "A noisy cell: the mean's relative standard error is {rse:g}%. Together with what other cells say, the "
        "median is ${median:,.0f} (90% sure: ${low:,.0f} to ${high:,.0f}).",
    ),
    "implausible": (
        CAUTION,
        "This published cell is hard to believe: its {statistic} of ${printed:,.0f} lies far from what related work, "
        "other places and earlier releases say, ${expected:,.0f} (90% sure: ${low:,.0f} to ${high:,.0f}). Rankings "
        "leave it out unless asked.",
    ),
    "collapsed": (NOTE, "BLS prints one figure for {lower} and {upper} here: little is known of what lies between."),
    "torn": (NOTE, "{upper} is more than 2.5 times {lower} here: two kinds of workers, or a small sample."),
    "people_report_less": (
        CAUTION,
        "People report far less than employers: half of {n:,} full-time workers of this occupation in person records "
        "earned under ${people:,.0f}, {share:.0f}% below the national median that employers report. The two "
        "may not mean the same jobs.",
    ),
    # The person
    "associations": (
        NOTE,
        "Effects of education, experience and credentials are associations among workers, not promises.",
    ),
    "since_school_assumed": (
        ASSUMPTION,
        "Person records count years since school, not years in one job. We take all {years:g} years since school "
        "as spent in this work; say the years since school if there were more.",
    ),
    "in_this_work_unused": (
        NOTE,
        "Pay follows the {since:g} years since school: no records say what {years:g} years in this work add to that.",
    ),
    "few_hours": (
        CAUTION,
        "Person records do not tell what an hour pays below 15 hours a week; that of any hours is used.",
    ),
    "credential_base": (
        ASSUMPTION,
        "About {share:.0f}% of these workers are taken to be certified already, so a credential moves little "
        "against the typical one; its gain is told against a worker like this one who holds none.",
    ),
    "seldom_together": (
        CAUTION,
        "Person records hold almost no one in {occupation} with {traits}. The figure adds up what each trait does "
        "by itself, as learned here and in the wider group, and its interval is wider for that.",
    ),
    "no_evidence": (
        CAUTION,
        "No survey found says what {credentials} adds in this occupation: not counted, only its uncertainty is.",
    ),
    # Another month
    "aged": (NOTE, "Aged from {start} to {end} by the {index}: {percent:+.1f}%."),
    "catching_up": (
        NOTE,
        "Low pay has been catching up: {percent:+.1f}% for this work beside the index.",
    ),
    "index_carried": (
        ASSUMPTION,
        "The index ends in {through}; the {months} months since continue its last year's rate.",
    ),
    "index_untested": (
        CAUTION,
        "{index} is too short to be tested; the error shown is that of the civilian index.",
    ),
    # The edition of a table
    "edition_due": (
        CAUTION,
        "{table}, {edition}: a newer edition is due since {since}; paychart data refresh fetches it.",
    ),
    "edition_superseded": (CAUTION, "{table}, {edition}: superseded by {by} ({since})."),
    # A job title
    "title_doubtful": (
        CAUTION,
        "The title is too doubtful to be coded; these are the closest occupations.",
    ),
    "title_mixed": (
        NOTE,
        "The intervals are those of the occupations' pay; they hold where the weights are right.",
    ),
    "title_within": (
        NOTE,
        "BLS prints pay by occupation, not by title: {occupation} covers {jobs:,.0f} jobs, this title some of them.",
    ),
    "title_within_many": (
        NOTE,
        "BLS prints pay by occupation, not by title: {occupation} covers many kinds of work, this title some of "
        "them.",
    ),
    "title_specialty": (
        NOTE,
        "Of this specialty alone: {told} ({source}; of {year}, and not adjusted for who answers).",
    ),
    "title_without_wages": (
        CAUTION,
        "No wages are published for {occupations}; the others share its weight.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """One thing to know of a figure: `code` for programs, `severity` (note, caution, assumption), its numbers."""

    code: str
    values: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: str, **numbers: Any) -> Notice:
        """The notice `code` with its numbers (names and codes may stand among them)."""
        return cls(code, tuple(numbers.items()))

    @property
    def severity(self) -> str:
        return _WORDS[self.code][0]

    @property
    def numbers(self) -> Mapping[str, Any]:
        return dict(self.values)

    @property
    def words(self) -> str:
        """The sentences a reader gets."""
        values = dict(self.values)
        if "why" in values:
            values["why"] = WHY[values["why"]]
        return _WORDS[self.code][1].format(**values).strip()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: code, severity, numbers, words."""
        return {
            "code": self.code, "severity": self.severity, "numbers": dict(self.values), "words": self.words,
        }  # fmt: skip


def in_words(notices: Iterable[Notice]) -> tuple[str, ...]:
    """The words of each notice, none twice."""
    return tuple(dict.fromkeys(notice.words for notice in notices))


def of_editions(store: Store, *tables: str) -> tuple[Notice, ...]:
    """A notice for each of the tables whose edition is not the newest on the store's day; none where all are."""
    found = []
    for vintage in (store.vintages[name] for name in tables):
        state, since = vintage.state(store.clock()), vintage.since(store.clock())
        told = {"table": vintage.title, "edition": vintage.edition, "since": since}
        if state == "superseded":
            found.append(Notice.of("edition_superseded", **told, by=vintage.superseded_by))
        elif state == "due":
            found.append(Notice.of("edition_due", **told))
    return tuple(found)
