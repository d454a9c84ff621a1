"""Derive the carried word vectors from the sentence model all-MiniLM-L6-v2 (Apache 2.0), once.

    python scripts/derive_word_meanings.py VECTORS.npz

VECTORS.npz holds `words` and `vec` (n x 384): the model's normalised sentence vector of each word alone, for the
words of O*NET titles, task statements and descriptions, of the SOC direct-match file and of the title catalogue.
They are centred, reduced to 96 principal directions and rounded to eight bits. Nothing else of the model is carried.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "src" / "paychart" / "titles" / "meanings.npz"
DIRECTIONS = 96


def main() -> None:
    with np.load(sys.argv[1], allow_pickle=False) as data:
        words, vectors = data["words"].tolist(), data["vec"].astype(np.float64)
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
