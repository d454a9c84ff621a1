"""What people type about jobs and places, read by paychart and by what one would otherwise use, on lists of strangers.

    python bench/words.py [--sockit PYTHON]

The lists are those of `tests/cases/strangers` (150 jobs and 150 places known while the readers were made, as many
opened once at the end). Peers get the same titles and names: for jobs the titles of O*NET and SOC that the title model
carries (exact look-up, BM25, TF-IDF; sockit 0.3.1 has its own), for places the published names of areas and
GeoNames' towns (the largest of a name). A peer never asks, so what it answers wrongly is silently wrong. Times are of
this process, warm.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from paychart.data.reference import reference_path
from paychart.data.store import open_store
from paychart.data.store.opening import Store
from paychart.errors import PaychartError
from paychart.words.gazetteer import gazetteer, place_key
from paychart.words.index import index, plain
from paychart.words.lookup import READERS
from paychart.words.suggest import suggest
from paychart.words.titles.coder import carried_coder
from paychart.words.titles.published import published_code
from paychart.words.titles.wording import take_apart, title_key

LISTS = Path(__file__).parents[1] / "tests" / "cases" / "strangers"
TABLES = ("counties.csv", "places.csv", "zips.csv", "abroad.csv", "place_words.csv", "job_words.csv",
          "employer_names.csv", "given_names.csv")  # fmt: skip
SOCKIT = """
import json, sys
import sockit.title as t
answers = []
for title in json.load(sys.stdin):
    try:
        found = t.sort(t.search(t.clean(title)) or {})
    except Exception:
        found = []
    answers.append(f"{found[0]['soc'][:2]}-{found[0]['soc'][2:]}" if found else "none")
json.dump(answers, sys.stdout)
"""
COLUMNS = ("right", "asked rightly", "asked", "refused", "told wrong", "silently wrong")
Reader = Callable[[Sequence[str]], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sockit", type=Path)
    options = parser.parse_args()
    with open_store() as store:
        jobs: dict[str, Reader] = {
            "paychart": ours("occupation", store), "exact": exact(), "BM25": bm25(), "TF-IDF": tfidf()
        }  # fmt: skip
        if options.sockit:
            jobs["sockit"] = sockit(options.sockit)
        places: dict[str, Reader] = {
            "paychart": ours("area", store), "exact area name": area_names(store), "largest town": largest_town()
        }  # fmt: skip
        print(f"{'list':16}{'method':18}" + "".join(f"{column:>16}" for column in COLUMNS))
        for name, readers in (("jobs", jobs), ("places", places)):
            for half in ("dev", "sealed"):
                for method, read in readers.items():
                    judge(f"{name}_{half}", method, read)
        speed(store)
    size = sum(reference_path(name).stat().st_size for name in TABLES)
    print(f"tables: {size / 1e6:.1f} MB")


def cases(name: str) -> list[tuple[str, set[str]]]:
    lines = (LISTS / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#") and not line.startswith("typed\t")]
    return [(typed, set(truth.split("|"))) for typed, _, truth in rows]


def judge(name: str, method: str, read: Reader) -> None:
    rows = cases(name)
    counts: Counter[str] = Counter()
    for (_, right), answer in zip(rows, read([typed for typed, _ in rows]), strict=True):
        found, _, how = answer.partition(" ")
        good = found in right or ("national" in right and found == "0000000")
        good = good or any(code.endswith("-0000") and found[:2] == code[:2] for code in right)
        if found == "ask":
            counts["asked rightly" if good else "asked"] += 1
        else:
            counts["right" if good else "refused" if found == "none" else f"{how or 'silently'} wrong"] += 1
    shares = "".join(f"{counts[column] / len(rows):16.1%}" for column in COLUMNS)
    print(f"{name:16}{method:18}{shares}", flush=True)


def ours(kind: str, store: Store) -> Reader:
    def one(text: str) -> str:
        try:
            found = READERS[kind](text, store)
        except PaychartError:
            return "none"
        if found.choice is None:
            return "ask"
        return f"{found.choice.code} {'told' if found.how == 'told' else 'silently'}"

    return lambda texts: list(map(one, texts))


def listed() -> tuple[list[str], list[str]]:
    """Keys of the titles of O*NET and SOC, and the first code of each."""
    model = carried_coder().model
    return list(model.listed), [model.codes[places[0]] for places in model.listed.values()]


def exact() -> Reader:
    held = dict(zip(*listed(), strict=True))
    return lambda texts: [held.get(title_key(take_apart(t[:300]).words), "none") for t in texts]


def bm25() -> Reader:
    from rank_bm25 import BM25Okapi

    keys, codes = listed()
    table = BM25Okapi([key.split() for key in keys])

    def one(text: str) -> str:
        scores = table.get_scores(list(take_apart(text[:300]).words))
        return codes[int(scores.argmax())] if len(scores) and scores.max() > 0 else "none"

    return lambda texts: list(map(one, texts))


def tfidf() -> Reader:
    from sklearn.feature_extraction.text import TfidfVectorizer

    keys, codes = listed()
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    table = vectorizer.fit_transform(keys).T.tocsr()

    def read(texts: Sequence[str]) -> list[str]:
        scores = vectorizer.transform([" ".join(take_apart(t[:300]).words) for t in texts]) @ table
        return [codes[int(row.argmax())] if row.nnz else "none" for row in scores]

    return read


def sockit(interpreter: Path) -> Reader:
    codes = set(carried_coder().model.codes)

    def read(texts: Sequence[str]) -> list[str]:
        done = subprocess.run(
            [interpreter, "-W", "ignore", "-c", SOCKIT], input=json.dumps(list(texts)), text=True,
            capture_output=True, check=True,
        )  # fmt: skip
        return [published_code(soc, codes) or soc for soc in json.loads(done.stdout)]

    return read


def area_names(store: Store) -> Reader:
    held = {plain(area.name): code for code, area in index(store).areas.items()}
    return lambda texts: [held.get(plain(text), "none") for text in texts]


def largest_town() -> Reader:
    held = {key: max(rows, key=lambda r: r.people).area for key, rows in gazetteer().places.items()}
    with_state = {
        f"{key} {r.state.lower()}": r.area for key, rows in gazetteer().places.items() for r in rows
    }
    return lambda texts: [with_state.get(place_key(t)) or held.get(place_key(t), "none") for t in texts]


def speed(store: Store) -> None:
    """Milliseconds of look-ups after the tables are read: every text of the lists is met for the first time."""
    for name, kind, first in (("jobs", "occupation", "analyst of zzyzx"), ("places", "area", "Denvre, CO")):
        quiet(kind, first, store)
        quiet(kind, "80202 zzz", store)
        texts = [text for half in ("dev", "sealed") for text, _ in cases(f"{name}_{half}")]
        report(f"{name}, look-up", [timed(quiet, kind, text, store) for text in texts])
        typed = [text[:n] for text in texts[:60] for n in range(1, len(text) + 1)]
        suggest("a", store, kind)
        report(f"{name}, type-ahead", [timed(suggest, text, store, kind) for text in typed])


def quiet(kind: str, text: str, store: Store) -> None:
    try:
        READERS[kind](text, store)
    except PaychartError:
        return


def timed(work: Callable[..., object], *given: object) -> float:
    start = time.process_time()
    work(*given)
    return 1000 * (time.process_time() - start)


def report(name: str, taken: list[float]) -> None:
    p50, p95, p99 = np.percentile(taken, [50, 95, 99])
    print(
        f"{name:24}{len(taken):6,} calls: p50 {p50:.2f} ms, p95 {p95:.2f}, p99 {p99:.2f}, most {max(taken):.1f}"
    )


if __name__ == "__main__":
    main()
