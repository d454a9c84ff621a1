"""Title coding beside what a user would otherwise use, on the same held-out titles and the same judges.

    python bench/titles.py ONET_FOLDER SOC_FOLDER [--wild FILE.csv] [--sockit PYTHON] [--sample 1000]

Peers: exact look-up of a normalized title, BM25 (rank_bm25), rapidfuzz, nearest titles by TF-IDF (scikit-learn), and
sockit 0.3.1, which is run by the interpreter named, since its license keeps it out of ours. FILE.csv has columns
title and soc (codes apart by spaces; any is right). Every method learns from the same eight tenths of the titles;
the judges are not among them. CPU seconds are of this process.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from paychart.data.store import open_store
from paychart.words.titles.coder import Coder, carried_meanings
from paychart.words.titles.published import published_code, published_occupations
from paychart.words.titles.wording import take_apart, title_key
from paychart_lab.titles.calibration import calibrated, trusted
from paychart_lab.titles.training import CALIBRATION, HELD_OUT, Titles, build, gather

Ranking = Callable[[Sequence[str]], list[list[str]]]
JUDGE = Path(__file__).with_name("judges") / "him_payroll.csv"
SOCKIT = """
import json, sys
import sockit.title as t
answers = []
for title in json.load(sys.stdin):
    try:
        found = t.sort(t.search(t.clean(title)) or {})
    except Exception:
        found = []
    answers.append([f"{row['soc'][:2]}-{row['soc'][2:]}" for row in found])
json.dump(answers, sys.stdout)
"""


def main() -> None:
    options = _options()
    with open_store() as store:
        published = published_occupations(store)
    plain = gather(options.onet, options.soc, published, catalogue=False)
    learned = [w for w in plain.counts if plain.part(w) not in (HELD_OUT, CALIBRATION)]
    held = [w for w in plain.counts if plain.part(w) == HELD_OUT]
    rng = np.random.default_rng(5)
    sample = [held[i] for i in rng.permutation(len(held))[: options.sample]]
    judges = {"held-out titles": [(" ".join(w), set(plain.counts[w])) for w in sample]}
    judges["health payroll"] = _rows(JUDGE, published.names)
    if options.wild:
        judges["wild titles"] = _rows(options.wild, published.names)
    methods: dict[str, Ranking] = {
        "exact look-up": exact(plain, learned),
        "BM25": bm25(plain, learned),
        "rapidfuzz": fuzzy(plain, learned),
        "TF-IDF nearest": nearest(plain, learned),
        "paychart": ours(plain),
    }
    if options.sockit:
        methods["sockit"] = sockit(options.sockit, published.names)
    print(f"{'method':18}{'judge':18}{'titles':>8}{'top 1':>8}{'top 5':>8}{'titles/CPU s':>14}")
    for name, rank in methods.items():
        for judge, rows in judges.items():
            start = time.process_time()
            answers = rank([title for title, _ in rows])
            taken = time.process_time() - start
            first = np.mean([bool(a) and a[0] in right for a, (_, right) in zip(answers, rows, strict=True)])
            five = np.mean([bool(set(a[:5]) & right) for a, (_, right) in zip(answers, rows, strict=True)])
            speed = f"{len(rows) / taken:14,.0f}" if name != "sockit" else f"{'':>14}"
            print(f"{name:18}{judge:18}{len(rows):8,}{first:8.1%}{five:8.1%}{speed}", flush=True)


def exact(titles: Titles, learned: Sequence[tuple[str, ...]]) -> Ranking:
    listed: dict[str, Counter[str]] = defaultdict(Counter)
    for words in learned:
        listed[title_key(words)].update(titles.counts[words])
    return lambda asked: [
        [code for code, _ in listed[title_key(take_apart(t).words)].most_common(5)] for t in asked
    ]


def bm25(titles: Titles, learned: Sequence[tuple[str, ...]]) -> Ranking:
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([list(words) for words in learned])
    return lambda asked: [_vote(titles, learned, index.get_scores(list(take_apart(t).words))) for t in asked]


def fuzzy(titles: Titles, learned: Sequence[tuple[str, ...]]) -> Ranking:
    from rapidfuzz import fuzz, process

    texts = [" ".join(words) for words in learned]

    def rank(asked: Sequence[str]) -> list[list[str]]:
        wanted = [" ".join(take_apart(t).words) for t in asked]
        scores = process.cdist(wanted, texts, scorer=fuzz.token_sort_ratio, dtype=np.float32)
        return [_vote(titles, learned, row / 100) for row in scores]

    return rank


def nearest(titles: Titles, learned: Sequence[tuple[str, ...]]) -> Ranking:
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True)
    texts = [" ".join(w) for w in learned]
    table = sparse.hstack([letters.fit_transform(texts), words.fit_transform(texts)]).tocsr().T.tocsr()

    def rank(asked: Sequence[str]) -> list[list[str]]:
        wanted = [" ".join(take_apart(t).words) for t in asked]
        query = sparse.hstack([letters.transform(wanted), words.transform(wanted)]).tocsr()
        return [_vote(titles, learned, (query[i] @ table).toarray()[0] / 2) for i in range(len(wanted))]

    return rank


def _vote(titles: Titles, learned: Sequence[tuple[str, ...]], scores: np.ndarray) -> list[str]:
    """Codes of the fifty best titles, each voting with its score cubed."""
    votes: Counter[str] = Counter()
    for place in np.argpartition(-scores, 50)[:50]:
        if scores[place] > 0:
            codes = titles.counts[learned[place]]
            for code in codes:
                votes[code] += float(scores[place]) ** 3 / len(codes)
    return [code for code, _ in votes.most_common(5)]


def ours(plain: Titles) -> Ranking:
    """Fitted like the others; the catalogue, which held-out titles must not meet, is asked on the judges only."""
    parts = sorted(set(range(10)) - {HELD_OUT, CALIBRATION})
    model = trusted(
        calibrated(build(plain, parts, carried_meanings(), lambda what, share: None), plain), plain
    )
    coder = Coder(model)
    unseen = {" ".join(words) for words in plain.counts if plain.part(words) == HELD_OUT}

    def rank(asked: Sequence[str]) -> list[list[str]]:
        words = [take_apart(title) for title in asked]
        if set(asked) <= unseen:
            odds = model.probabilities([w.words for w in words])
            return [[model.codes[i] for i in row] for row in np.argsort(-odds, axis=1)[:, :5].tolist()]
        places, _, _ = coder.rank(words, 5)
        return [[model.codes[i] for i in row] for row in places.tolist()]

    return rank


def sockit(interpreter: Path, names: object) -> Ranking:
    def rank(asked: Sequence[str]) -> list[list[str]]:
        done = subprocess.run(
            [interpreter, "-W", "ignore", "-c", SOCKIT], input=json.dumps(list(asked)), text=True,
            capture_output=True, check=True,
        )  # fmt: skip
        return [[published_code(soc, names) or soc for soc in found] for found in json.loads(done.stdout)]

    return rank


def _rows(path: Path, names: object) -> list[tuple[str, set[str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [(row["title"], {published_code(soc, names) or soc for soc in row["soc"].split()}) for row in rows]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("onet", type=Path)
    parser.add_argument("soc", type=Path)
    parser.add_argument("--wild", type=Path)
    parser.add_argument("--sockit", type=Path)
    parser.add_argument("--sample", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
