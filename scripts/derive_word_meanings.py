"""Derive the carried word vectors from the sentence model all-MiniLM-L6-v2 (Apache 2.0), once.

    python scripts/derive_word_meanings.py MODEL_FOLDER ONET_FOLDER SOC_FOLDER

MODEL_FOLDER holds the model's `model.safetensors` and `tokenizer.json`; the package `tokenizers` is needed. Each word
of O*NET titles, task statements and descriptions, of the SOC direct-match file and of the title catalogue is encoded
alone; the vectors are centered, reduced to 96 principal directions and rounded to eight bits. Nothing else of the model
is carried. The network is written out here in numpy: six layers, twelve heads, mean over tokens.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.special import erf

from paychart.words.titles.catalogue import catalogue_titles
from paychart.words.titles.wording import stem, take_apart
from paychart_lab.titles.onet import alternate_titles, rows
from paychart_lab.titles.training import direct_match

TARGET = Path(__file__).parents[1] / "src" / "paychart" / "words" / "titles" / "meanings.npz"
DIRECTIONS, LAYERS, HEADS, BATCH = 96, 6, 12, 256
TEXTS = (("Task Statements", "Task"), ("Occupation Data", "Description"), ("Technology Skills", "Example"))


def words_of(onet: Path, soc: Path) -> list[str]:
    """Words of titles, then words that other texts hold twice or more."""
    titles = [t for t, _ in (*alternate_titles(onet), *direct_match(soc))]
    titles += [t for t, _, _ in catalogue_titles()]
    held = dict.fromkeys(word for title in titles for word in take_apart(title[:300]).words)
    further: Counter[str] = Counter()
    for table, column in TEXTS:
        for row in rows(onet, table):
            further.update({stem(word) for word in re.findall("[a-z]+", row[column].lower())})
    held |= dict.fromkeys(word for word, count in further.items() if count >= 2 and len(word) > 1)
    return list(held)


class Sentences:
    """The sentence model: `encode(texts)` gives unit vectors, one a text."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        raw = (folder / "model.safetensors").read_bytes()
        start = 8 + int.from_bytes(raw[:8], "little")
        self.weights = {
            name: np.frombuffer(raw[start + part["data_offsets"][0] : start + part["data_offsets"][1]],
                                np.float32).reshape(part["shape"])
            for name, part in json.loads(raw[8:start]).items()
            if name != "__metadata__" and part["dtype"] == "F32"
        }  # fmt: skip
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()

    def encode(self, texts: list[str]) -> np.ndarray:
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        vectors = np.zeros((len(texts), 384), np.float32)
        by_length: dict[int, list[int]] = {}
        for place, ids in enumerate(tokens):
            by_length.setdefault(len(ids), []).append(place)
        for places in by_length.values():
            for first in range(0, len(places), BATCH):
                part = places[first : first + BATCH]
                vectors[part] = self._forward(np.array([tokens[i] for i in part]))
        return vectors

    def _forward(self, ids: np.ndarray) -> np.ndarray:
        w, (count, length) = self.weights, ids.shape
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:length]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}."
            query, key, value = (
                self._linear(x, f"{at}attention.self.{name}").reshape(count, length, HEADS, -1).swapaxes(1, 2)
                for name in ("query", "key", "value")
            )
            scores = query @ key.swapaxes(2, 3) / np.sqrt(query.shape[-1])
            shares = np.exp(scores - scores.max(-1, keepdims=True))
            shares /= shares.sum(-1, keepdims=True)
            mixed = (shares @ value).swapaxes(1, 2).reshape(count, length, -1)
            x = self._norm(
                x + self._linear(mixed, at + "attention.output.dense"), at + "attention.output.LayerNorm"
            )
            inner = self._linear(x, at + "intermediate.dense")
            inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2))).astype(np.float32)
            x = self._norm(x + self._linear(inner, at + "output.dense"), at + "output.LayerNorm")
        mean = x.mean(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        centered = x - x.mean(-1, keepdims=True)
        scale = np.sqrt((centered**2).mean(-1, keepdims=True) + 1e-12)
        return centered / scale * self.weights[name + ".weight"] + self.weights[name + ".bias"]


def main() -> None:
    model, onet, soc = map(Path, sys.argv[1:4])
    words = words_of(onet, soc)
    vectors = Sentences(model).encode(words).astype(np.float64)
    vectors -= vectors.mean(axis=0)
    left, size, _ = np.linalg.svd(vectors, full_matrices=False)
    kept = left[:, :DIRECTIONS] * size[:DIRECTIONS]
    kept /= np.sqrt((kept**2).sum(axis=1)).mean()
    scale = np.abs(kept).max(axis=1, keepdims=True) / 127
    np.savez_compressed(
        TARGET,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        vectors=np.round(kept / scale).astype(np.int8),
        scale=scale.astype(np.float16),
    )
    print(f"{len(words):,} words, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
