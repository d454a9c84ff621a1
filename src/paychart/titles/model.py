"""The carried title model: hashed words, word pairs and letter groups averaged, then a softmax."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BUCKETS = 1 << 16


@lru_cache(maxsize=200_000)
def word_features(word: str) -> tuple[int, ...]:
    """Hashed ids of a word and of its letter groups of three to five letters."""
    marked = f"<{word}>"
    groups = {marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)}
    return (_bucket("w " + word), *(_bucket(group) for group in sorted(groups)))


def _bucket(text: str) -> int:
    return zlib.crc32(text.encode()) % BUCKETS


def features(words: Sequence[str]) -> list[tuple[int, float]]:
    """(bucket, weight) of a title: each word weighs one, shared by itself (half) and its letter groups."""
    found: list[tuple[int, float]] = []
    for word in words:
        own, *groups = word_features(word)
        found.append((own, 1.0))
        found.extend((group, 1.0 / len(groups)) for group in groups)
    found.extend((_bucket(f"p {a} {b}"), 1.0) for a, b in pairwise(words))
    if words:
        found.append((_bucket("last " + words[-1]), 1.0))
        found.append((_bucket("first " + words[0]), 0.5))
    return found


@dataclass(frozen=True)
class TitleModel:
    """Embeddings (`BUCKETS` x d), class weights (d x codes), and listed titles with their codes."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    embedding: Floats
    weights: Floats
    bias: Floats
    temperature: float
    conformal: float
    listed: dict[str, tuple[int, ...]] = field(repr=False, default_factory=dict)

    def embed(self, titles: Iterable[Sequence[str]]) -> Floats:
        """One row of d for each title given as its words; scale 1/sqrt(words) as in training."""
        rows = []
        for words in titles:
            found = features(words)
            if not found:
                rows.append(np.zeros(self.embedding.shape[1], np.float32))
                continue
            ids, weight = zip(*found, strict=True)
            vector = np.asarray(weight, np.float32) @ self.embedding[np.asarray(ids)]
            rows.append(vector / np.sqrt(len(words)))
        return np.asarray(rows, np.float32).reshape(-1, self.embedding.shape[1])

    def probabilities(self, titles: Sequence[Sequence[str]]) -> Floats:
        """Calibrated probabilities, one row a title and one column a code."""
        scores = (self.embed(titles) @ self.weights + self.bias) / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        result: Floats = odds / odds.sum(axis=1, keepdims=True)
        return result

    def save(self, path: Path) -> None:
        """Compressed, embeddings rounded to eight bits with one scale a row; no pickles."""
        scale = np.abs(self.embedding).max(axis=1, keepdims=True) / 127 + 1e-12
        keys = list(self.listed)
        np.savez_compressed(
            path,
            codes=np.array(self.codes), names=np.array(self.names),
            embedding=np.round(self.embedding / scale).astype(np.int8), scale=scale.astype(np.float16),
            weights=self.weights.astype(np.float16), bias=self.bias.astype(np.float32),
            settings=np.array([self.temperature, self.conformal]),
            keys=np.frombuffer("\n".join(keys).encode(), np.uint8),
            counts=np.array([len(self.listed[key]) for key in keys], np.uint8),
            listed=np.array([i for key in keys for i in self.listed[key]], np.uint16),
        )  # fmt: skip


def load_model(path: Path) -> TitleModel:
    """Read a model that `TitleModel.save` wrote."""
    with np.load(path, allow_pickle=False) as data:
        keys = data["keys"].tobytes().decode().split("\n")
        ends = np.cumsum(data["counts"])
        flat = data["listed"].tolist()
        starts = [0, *ends[:-1].tolist()]
        listed = {k: tuple(flat[a:b]) for k, a, b in zip(keys, starts, ends.tolist(), strict=True)}
        return TitleModel(
            codes=tuple(data["codes"].tolist()), names=tuple(data["names"].tolist()),
            embedding=data["embedding"].astype(np.float32) * data["scale"].astype(np.float32),
            weights=data["weights"].astype(np.float32), bias=data["bias"],
            temperature=float(data["settings"][0]), conformal=float(data["settings"][1]), listed=listed,
        )  # fmt: skip
