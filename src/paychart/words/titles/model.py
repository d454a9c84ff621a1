"""The carried title model: hashed words, word pairs and letter groups, with word meanings, then a softmax.

A title is the average of its words' vectors, each weighted by how rare the word is; a word's vector adds up the
learned vectors of the word, of its letter groups, and a linear image of its meaning (a fixed vector of the word).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.show.output import write_whole

Floats = NDArray[np.float32]
Feature = str | tuple[str, str]
BUCKETS = 1 << 16
CACHED_FEATURES = 60_000
LEVELS_KEPT = 31
GROUPS_WEIGHT = 2.0
START, END = "^", "$"
# Share of a rare word's weight that a word no source holds is given. Chosen, not learned.
STRANGE = 0.3


def bucket(text: str) -> int:
    """The row that a feature shares with whatever else hashes there."""
    return zlib.crc32(text.encode()) % BUCKETS


def word_parts(word: str) -> list[tuple[int, float]]:
    """(bucket, weight) of one word: itself once, its groups of three to five letters `GROUPS_WEIGHT` together."""
    marked = f"<{word}>"
    groups = sorted({marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)})
    return [(bucket("w " + word), 1.0), *((bucket(g), GROUPS_WEIGHT / len(groups)) for g in groups)]


def word_pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    """Neighbors in the title, its start and end among them: "home health" is not "health home"."""
    return list(pairwise((START, *words, END))) if words else []


def pair_bucket(pair: tuple[str, str]) -> int:
    return bucket(f"p {pair[0]} {pair[1]}")


@dataclass(frozen=True)
class Rarity:
    """How much a word tells: log inverse title frequency over seven, unknown words as the rarest."""

    weights: Mapping[str, float]
    unknown: float

    def of(self, word: str) -> float:
        return self.weights.get(word, self.unknown)


@dataclass(frozen=True)
class Meanings:
    """Fixed vectors of words (rows of `vectors`), made once from a sentence model; see SOURCES.md."""

    rows: Mapping[str, int]
    vectors: Floats

    @property
    def width(self) -> int:
        return int(self.vectors.shape[1])

    def of(self, word: str) -> Floats:
        row = self.rows.get(word)
        return np.zeros(self.width, np.float32) if row is None else self.vectors[row]


@dataclass(frozen=True)
class Curve:
    """A rising line through points: what the first code's probability is worth, learned on titles held out."""

    stated: tuple[float, ...]
    true: tuple[float, ...]

    def apply(self, odds: Floats) -> Floats:
        """Rows whose largest value is put on the curve, the others sharing the rest as before."""
        first = odds.argmax(axis=1)
        rows = np.arange(len(odds))
        top = odds[rows, first]
        # Never below the runner-up, so that the order stays.
        odds[rows, first] = -1
        second = odds.max(axis=1)
        wanted = np.interp(top, self.stated, self.true)
        level = second / np.maximum(1 - top + second, 1e-9)
        wanted = np.minimum(np.maximum(wanted, 1.001 * level), 1.0)
        wanted = np.where(1 - top < 1e-6, top, wanted).astype(np.float32)  # nothing left to share
        odds *= ((1 - wanted) / np.maximum(1 - top, 1e-9))[:, None]
        odds[rows, first] = wanted
        return odds


class _Working(dict[Feature, int]):
    """Rows of `table` by word or pair, each worked out when first asked for; emptied when it grows too large.

    A row is the feature's vector and, last, what it adds to the squared length of a title.
    """

    def __init__(self) -> None:
        self.work_out: Callable[[Feature], Floats] | None = None
        self._held: Floats = np.zeros((0, 0), np.float32)

    @property
    def table(self) -> Floats:
        return self._held[: len(self)]

    def keep_within(self, most: int) -> None:
        if len(self) > most:
            self.clear()

    def __missing__(self, feature: Feature) -> int:
        assert self.work_out is not None
        row, place = self.work_out(feature), len(self)
        if place >= len(self._held):
            grown = np.zeros((max(1024, 2 * len(self._held)), len(row)), np.float32)
            grown[:place] = self._held[:place] if place else 0
            self._held = grown
        self._held[place] = row
        self[feature] = place
        return place


@dataclass(frozen=True)
class TitleModel:
    """Quantised embeddings (`BUCKETS` x d with one scale a row), class weights (d x codes), listed titles.

    `meaning` (2 x meaning width x d) maps a word's fixed vector, and the last word's, into the same space.
    `temperature` divides the scores, `curve` then sets the first probability; `inclusion` is the least
    probability of a code in a 90 % set; `trust` the weight of each kind of evidence besides the network.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    embedding: NDArray[np.int8]
    scale: Floats
    meaning: Floats
    weights: Floats
    bias: Floats
    rarity: Rarity
    meanings: Meanings
    temperature: float
    inclusion: float
    curve: Curve
    trust: Mapping[str, float]
    listed: Mapping[str, tuple[int, ...]] = field(repr=False)
    _working: _Working = field(repr=False, default_factory=_Working)

    def telling(self, word: str) -> float:
        """How much a word of a title tells; strange words, names of people for example, tell little."""
        found = self.rarity.weights.get(word)
        return found if found is not None else self.rarity.unknown * (STRANGE if self.strange(word) else 1.0)

    @cached_property
    def _spreads(self) -> Mapping[str, int]:
        held: dict[str, set[int]] = {}
        for key, places in self.listed.items():
            for word in key.split():
                held.setdefault(word, set()).update(places)
        return {word: len(places) for word, places in held.items()}

    def spread(self, word: str) -> int:
        """How many codes have a listed title with the word: many for "specialist", few for "plumber"."""
        return self._spreads.get(word, 0)

    def strange(self, word: str) -> bool:
        """Whether no title and no text the model learned from holds the word."""
        return word not in self.rarity.weights and word not in self.meanings.rows

    def probabilities(self, titles: Sequence[Sequence[str]]) -> Floats:
        """One row a title and one column a code, each row summing to one."""
        scores = (self.embed(titles) @ self.weights + self.bias) / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return self.curve.apply(scores)

    def embed(self, titles: Sequence[Sequence[str]]) -> Floats:
        """One row of d for each title given as its words."""
        from scipy import sparse

        working = self._working
        working.work_out = self._row
        working.keep_within(CACHED_FEATURES)
        slots: list[int] = []
        ends = [0]
        for words in titles:
            slots.extend(map(working.__getitem__, words))
            slots.extend(map(working.__getitem__, word_pairs(words)))
            ends.append(len(slots))
        if not slots:
            return np.zeros((len(titles), self.weights.shape[0]), np.float32)
        table = working.table
        picks = sparse.csr_matrix(
            (np.ones(len(slots), np.float32), slots, ends), shape=(len(titles), len(table))
        )
        sums: Floats = picks @ table
        sums[:, :-1] /= np.sqrt(np.maximum(sums[:, -1:], 1e-6))
        return sums[:, :-1]

    def _row(self, feature: Feature) -> Floats:
        size = self.telling(feature) ** 2 if isinstance(feature, str) else 0.0
        return np.append(self._vector(feature), np.float32(size))

    def _vector(self, feature: Feature) -> Floats:
        half = self.meanings.width
        if isinstance(feature, str):
            ids, parts = zip(*word_parts(feature), strict=True)
            own = np.array(parts, np.float32) @ self._rows(ids)
            return np.float32(self.telling(feature)) * (own + self.meanings.of(feature) @ self.meaning[:half])
        learned: Floats = self._rows([pair_bucket(feature)])[0]
        if feature[1] == END:
            learned = learned + self.meanings.of(feature[0]) @ self.meaning[half:]
        return learned

    def _rows(self, ids: Sequence[int]) -> Floats:
        picked = np.asarray(ids)
        rows: Floats = self.embedding[picked].astype(np.float32) * self.scale[picked]
        return rows


def quantized(embedding: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows rounded to `2 * LEVELS_KEPT + 1` steps with one scale each: six bits, which also compress."""
    scale = (np.abs(embedding).max(axis=1, keepdims=True) / LEVELS_KEPT + 1e-12).astype(np.float32)
    return np.round(embedding / scale).astype(np.int8), scale


def load_meanings(path: Path) -> Meanings:
    """The fixed word vectors that `scripts/derive_word_meanings.py` wrote."""
    with np.load(path, allow_pickle=False) as data:
        words = _unpacked(data["words"])
        vectors = data["vectors"].astype(np.float32) * data["scale"].astype(np.float32)
    return Meanings({word: row for row, word in enumerate(words)}, vectors)


def save_model(model: TitleModel, path: Path) -> None:
    """Compressed numbers and text, no pickles; word meanings keep their own file. Whole or not at all."""
    keys, rare = list(model.listed), list(model.rarity.weights)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        codes=np.array(model.codes), names=np.array(model.names),
        embedding=model.embedding, scale=model.scale.astype(np.float16),
        meaning=model.meaning.astype(np.float16), weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        settings=np.array([model.temperature, model.inclusion, model.rarity.unknown]),
        stated=np.array(model.curve.stated), true=np.array(model.curve.true),
        trusts=np.array(list(model.trust)), trust=np.array(list(model.trust.values())),
        rare=_packed(rare), rarity=np.array([model.rarity.weights[w] for w in rare], np.float16),
        keys=_packed(keys), counts=np.array([len(model.listed[key]) for key in keys], np.uint8),
        listed=np.array([i for key in keys for i in model.listed[key]], np.uint16),
    )  # fmt: skip
    write_whole(buffer.getvalue(), path)


def load_model(path: Path, meanings: Meanings) -> TitleModel:
    """Read a model that `save_model` wrote."""
    with np.load(path, allow_pickle=False) as data:
        keys = _unpacked(data["keys"])
        flat, ends = data["listed"].tolist(), np.cumsum(data["counts"], dtype=np.int64).tolist()
        temperature, inclusion, unknown = data["settings"].tolist()
        return TitleModel(
            codes=tuple(data["codes"].tolist()), names=tuple(data["names"].tolist()),
            embedding=data["embedding"], scale=data["scale"].astype(np.float32),
            meaning=data["meaning"].astype(np.float32), weights=data["weights"].astype(np.float32),
            bias=data["bias"], meanings=meanings,
            rarity=Rarity(dict(zip(_unpacked(data["rare"]), data["rarity"].tolist(), strict=True)), unknown),
            temperature=temperature, inclusion=inclusion,
            curve=Curve(tuple(data["stated"].tolist()), tuple(data["true"].tolist())),
            trust=dict(zip(data["trusts"].tolist(), data["trust"].tolist(), strict=True)),
            listed={k: tuple(flat[a:b]) for k, a, b in zip(keys, [0, *ends[:-1]], ends, strict=True)},
        )  # fmt: skip


def _packed(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")
