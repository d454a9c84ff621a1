"""Learning the title model: titles with codes gathered, the network fitted, its probabilities calibrated."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.errors import SourceUnavailable
from paychart.words.titles.catalogue import catalogue_titles
from paychart.words.titles.model import (
    BUCKETS,
    Curve,
    Floats,
    Meanings,
    Rarity,
    TitleModel,
    pair_bucket,
    quantized,
    word_pairs,
    word_parts,
)
from paychart.words.titles.published import Published, published_code
from paychart.words.titles.wording import take_apart, title_key

WIDTH, EPOCHS, BATCH, RATE, DROPPED, MEANING_SIZE = 112, 12, 256, 0.25, 0.4, 2.0
CATALOGUE_COUNT = 3
SEEDS = (7, 11)
HELD_OUT, CALIBRATION = 0, 1
Words = tuple[str, ...]
Progress = Callable[[str, float], None]

# How far the likelier occupation is the one where more people work: O*NET lists as many titles for rare ones.
EMPLOYMENT_POWER = 0.3


@dataclass(frozen=True)
class Titles:
    """Distinct wordings with the codes they are listed under and how often, and from which sources."""

    published: Published
    counts: Mapping[Words, Mapping[str, int]]
    sources: Mapping[Words, Mapping[str, frozenset[str]]]

    def part(self, wording: Words) -> int:
        """Tenth of the titles a wording belongs to; trivial variants of a title share it."""
        return zlib.crc32(title_key(wording).encode()) % 10


def gather(onet: Path, soc: Path | None, published: Published, *, catalogue: bool = True) -> Titles:
    """Titles of O*NET, of SOC's direct-match file, of OEWS itself, and of the health-care catalogue.

    `soc` may be None. Raises SourceUnavailable naming the file that is missing.
    """
    from paychart_lab.titles.onet import alternate_titles

    pairs: list[tuple[str, str, int, str]] = [(t, c, 1, "onet") for t, c in alternate_titles(onet)]
    pairs += [(t, c, 1, "soc") for t, c in direct_match(soc)] if soc else []
    pairs += [(name, code, 1, "oews") for code, name in published.names.items()]
    if catalogue:
        pairs += [(t, c, CATALOGUE_COUNT, "catalogue") for t, c, _ in catalogue_titles()]
    counts: dict[Words, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sources: dict[Words, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for title, code, count, source in pairs:
        mapped, words = published_code(code, published.names), take_apart(title[:300]).words
        if mapped and words:
            counts[words][mapped] += count
            sources[words][source].add(mapped)
    frozen = {w: {s: frozenset(c) for s, c in by.items()} for w, by in sources.items()}
    return Titles(published, {w: dict(c) for w, c in counts.items()}, frozen)


def direct_match(folder: Path) -> list[tuple[str, str]]:
    """(title, SOC code) pairs of `soc_2018_direct_match_title_file.xlsx`."""
    from openpyxl import load_workbook

    path = folder / "soc_2018_direct_match_title_file.xlsx"
    if not path.is_file():
        raise SourceUnavailable(
            f"{path.name} was not found.", hint="Name the folder that holds it, or leave --soc out."
        )
    sheet = load_workbook(path, read_only=True).active
    rows = sheet.iter_rows(values_only=True)
    return [(str(row[2]), str(row[0])) for row in rows if row[2] and str(row[0])[2:3] == "-"]


def rarity(wordings: Iterable[Words]) -> Rarity:
    """Weights from how many of the titles hold each word."""
    held = list(wordings)
    frequency = Counter(word for words in held for word in set(words))
    weights = {w: float(np.log((len(held) + 1) / (n + 1)) + 1) / 7 for w, n in frequency.items()}
    return Rarity(weights, float(np.log(len(held) + 1) + 1) / 7)


def feature_matrices(wordings: Sequence[Words], rare: Rarity, meanings: Meanings) -> tuple[Any, Floats]:
    """Hashed features (sparse, n x BUCKETS) and meanings (n x twice their width), as `TitleModel.embed` adds them."""
    from scipy import sparse

    data: list[float] = []
    ids: list[int] = []
    ends = [0]
    dense = np.zeros((len(wordings), 2 * meanings.width), np.float32)
    for row, words in enumerate(wordings):
        norm = 1 / max(sum(rare.of(w) ** 2 for w in words), 1e-6) ** 0.5
        for word in words:
            weight = rare.of(word)
            dense[row, : meanings.width] += weight * meanings.of(word)
            for place, part in word_parts(word):
                ids.append(place)
                data.append(weight * part * norm)
        for pair in word_pairs(words):
            ids.append(pair_bucket(pair))
            data.append(norm)
        if words:
            dense[row, meanings.width :] = meanings.of(words[-1])
        dense[row] *= norm
        ends.append(len(ids))
    hashed = sparse.csr_matrix((np.array(data, np.float32), ids, ends), shape=(len(wordings), BUCKETS))
    hashed.sum_duplicates()
    return hashed, dense


@dataclass
class Network:
    """One bottleneck: `embedding` and `meaning` into a hidden vector, `weights` and `bias` out of it."""

    embedding: Floats
    meaning: Floats
    weights: Floats
    bias: Floats


def fit_network(
    hashed: Any, dense: Floats, code: NDArray[np.int64], weight: Floats, codes: int, *, seed: int,
    progress: Callable[[float], None] = lambda share: None,
) -> Network:  # fmt: skip
    """Softmax on averaged embeddings by AdaGrad: features dropped at random, the rate falling to zero."""
    from scipy import sparse

    rng = np.random.default_rng(seed)

    def start(rows: int) -> Floats:
        return (rng.standard_normal((rows, WIDTH)) * 0.05).astype(np.float32)

    net = Network(start(BUCKETS), start(dense.shape[1]), np.zeros((WIDTH, codes), np.float32),
                  np.zeros(codes, np.float32))  # fmt: skip
    seen = Network(np.full(BUCKETS, 1e-3, np.float32), np.full_like(net.meaning, 1e-3),
                   np.full_like(net.weights, 1e-3), np.full_like(net.bias, 1e-3))  # fmt: skip
    steps, step = EPOCHS * -(-len(code) // BATCH), 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(code))
        for first in range(0, len(code), BATCH):
            rows = order[first : first + BATCH]
            rate = np.float32(RATE * (1 - step / steps))
            step += 1
            batch = hashed[rows]
            used, place = np.unique(batch.indices, return_inverse=True)
            kept = batch.data * (rng.random(len(batch.data)) > DROPPED) / (1 - DROPPED)
            x = sparse.csr_matrix(
                (kept.astype(np.float32), place, batch.indptr), shape=(len(rows), len(used))
            )
            hidden = x @ net.embedding[used] + dense[rows] @ net.meaning
            error = _softmax(hidden @ net.weights + net.bias)
            error[np.arange(len(rows)), code[rows]] -= 1
            error *= weight[rows, None] / 16
            back = error @ net.weights.T
            _descend(net.weights, seen.weights, hidden.T @ error, rate)
            _descend(net.bias, seen.bias, error.sum(0), rate)
            _descend(net.meaning, seen.meaning, dense[rows].T @ back, rate)
            slope = x.T @ back
            seen.embedding[used] += (slope**2).mean(1)
            net.embedding[used] -= rate * slope / np.sqrt(seen.embedding[used])[:, None]
        progress(step / steps)
    return net


def _descend(values: Floats, squares: Floats, slope: Floats, rate: np.float32) -> None:
    squares += slope**2
    values -= rate * slope / np.sqrt(squares)


def _softmax(scores: Floats) -> Floats:
    odds: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    return odds


def build(titles: Titles, parts: Iterable[int], meanings: Meanings, progress: Progress) -> TitleModel:
    """Fit two networks on the named tenths and join them; the mean of two scores is one wider network's score."""
    wanted = set(parts)
    codes = tuple(titles.published.names)
    place = {code: i for i, code in enumerate(codes)}
    kept = [w for w in titles.counts if titles.part(w) in wanted]
    rare = rarity(kept)
    hashed, dense = feature_matrices(kept, rare, meanings)
    rows = [(i, place[c], n) for i, w in enumerate(kept) for c, n in titles.counts[w].items()]
    index, code = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    share = Counter(index.tolist())
    weight = np.array([n**0.5 / share[i] ** 0.5 for i, _, n in rows], np.float32)
    nets: list[Network] = []
    for seed in SEEDS:

        def told(done: float, before: int = len(nets)) -> None:
            progress("Fitting", (before + done) / len(SEEDS))

        nets.append(
            fit_network(hashed[index], MEANING_SIZE * dense[index], code, weight, len(codes),
                        seed=seed, progress=told)
        )  # fmt: skip
    embedding, scale = quantized(np.hstack([net.embedding for net in nets]))
    listed: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for words in kept:
        for c, n in titles.counts[words].items():
            if titles.sources[words].keys() - {"catalogue"}:
                listed[title_key(words)][place[c]] += n
    return TitleModel(
        codes, tuple(titles.published.names.values()), embedding, scale,
        MEANING_SIZE * np.hstack([net.meaning for net in nets]),
        np.vstack([net.weights for net in nets]) / np.float32(len(nets)),
        np.vstack([net.bias for net in nets]).mean(axis=0, dtype=np.float32) + _toward_employment(titles, kept),
        rare, meanings, 1.0, 0.0, Curve((0.0, 1.0), (0.0, 1.0)), {},
        {key: tuple(sorted(by, key=lambda c: (-by[c], c))) for key, by in listed.items()},
    )  # fmt: skip


def _toward_employment(titles: Titles, kept: Sequence[Words]) -> Floats:
    """What moves each code's score from its share of titles toward its share of jobs, by `EMPLOYMENT_POWER`."""
    listed: Counter[str] = Counter()
    for words in kept:
        listed.update(titles.counts[words].keys())
    jobs = titles.published.employment
    share = np.array([jobs.get(c, 1000.0) / (listed[c] + 1) for c in titles.published.names])
    shift: Floats = (EMPLOYMENT_POWER * np.log(share / share.mean())).astype(np.float32)
    return shift
