"""Every command: under what a person wants of it, and the module that has it. Modules load when they are run."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a command is: `question` names what it is made from, `about` says what it does where it is no question."""

    module: str
    question: str = ""
    about: str = ""


# In the order in which `--help` lists them: by what a person wants, as they are likely to want it.
PANELS: dict[str, dict[str, Entry]] = {
    "Pay": {
        "estimate": Entry("pay", "estimate"),
        "explain": Entry("pay", "explain"),
        "offer": Entry("pay", "offer"),
        "compare": Entry("pay", "compare"),
        "take-home": Entry("pay", "take_home"),
        "search": Entry("words", "search"),
        "credentials": Entry("words", "credentials"),
    },
    "Place and time": {
        "places": Entry("places", "places"),
        "trend": Entry("trend", "trend"),
        "outlook": Entry("outlook", "outlook"),
    },
    "Careers": {
        "ladder": Entry("careers", "ladder"),
        "moves": Entry("careers", "moves"),
        "return": Entry("careers_over_time", "return"),
        "programs": Entry("programs", "programs"),
        "lifetime": Entry("careers_over_time", "lifetime"),
        "rank": Entry("rank", "rank"),
        "plan": Entry("plan", "plan"),
        "offers": Entry("offers", "offers"),
        "equivalent": Entry("offers", "equivalent"),
    },
    "Guides": {
        "guide": Entry("guide", "guide"),
        "check-guide": Entry(
            "check_guide", about="Grade a career guide, claim by claim, against official figures."
        ),
    },
    "Employers": {
        "benchmark": Entry(
            "benchmark",
            about="Price a payroll: market, percentile and compa-ratio of every row, and a summary.",
        ),
        "ranges": Entry("ranges", about="Propose pay ranges for a payroll's grades or jobs."),
        "equity": Entry(
            "equity",
            about="Are people paid alike for like work? Adjusted gaps, and the cost of closing them.",
        ),
        "release": Entry(
            "release", about="Tables of a payroll that can be shared without showing anyone's pay."
        ),
        "sample-payroll": Entry(
            "sample_payroll", about="A synthetic payroll: pay drawn from the model, nobody real."
        ),
    },
    "Serve others": {
        "serve": Entry("serve", about="Serve the pages and the JSON API. Stop it with Ctrl+C."),
        "mcp": Entry(
            "mcp", about="Serve AI assistants by the Model Context Protocol, on standard input and output."
        ),
    },
    "Data and evidence": {
        "data": Entry("data", about="The store: build it, see what is in it, fetch official files."),
        "predict": Entry(
            "predict",
            about="Price a file of cells and people: wages, intervals, and an error per row.",
        ),
        "evaluate": Entry(
            "evaluate", about="Hide published cells, predict them from the rest, and tell the error."
        ),
        "model": Entry("model", about="Re-estimate the learned parts of the model."),
        "titles": Entry("titles", about="Job titles to SOC occupations, with probabilities."),
        "doctor": Entry("doctor", about="What is wrong with this installation, and what to do."),
    },
}
ENTRIES: dict[str, Entry] = {name: entry for entries in PANELS.values() for name, entry in entries.items()}
