"""Person records in the layout of the ACS public-use file, with known truth and real replicate weights.

Replicates follow the successive difference method: sorted records take two neighboring rows of an 80 x 80
Hadamard
matrix and f = 1 + (a1 - a2) 2^-1.5 (Fay & Train 1995; ACS Design and Methodology, chapter 12).
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
REPLICATES = 80


def hadamard80() -> Floats:
    """80 x 80 matrix of +-1 with orthogonal rows: Paley's construction of order 20, doubled twice."""
    prime = 19
    squares = {pow(x, 2, prime) for x in range(1, prime)}
    legendre = np.array([0] + [1 if x in squares else -1 for x in range(1, prime)])
    core = legendre[(np.arange(prime)[None, :] - np.arange(prime)[:, None]) % prime]
    skew = np.zeros((20, 20))
    skew[0, 1:], skew[1:, 0], skew[1:, 1:] = 1, -1, core
    paley = skew + np.eye(20)
    sylvester = np.array([[1, 1], [1, -1]])
    return np.asarray(np.kron(np.kron(sylvester, sylvester), paley))


def replicate_factors(rows: int) -> Floats:
    """(rows, 80) factors of records in sort order: 1 plus or minus 2^-0.5, or 1. Row 0 of the matrix is not
    used."""
    matrix = hadamard80()
    first = np.arange(rows) % 79
    second = (first + 1) % 79
    return np.asarray(1 + 2**-1.5 * (matrix[1 + first] - matrix[1 + second]))


def write_persons(path: Path, rows: int, *, seed: int, block: int = 250_000) -> None:
    """A Parquet person file of `rows` workers; log hourly pay is normal (SD 0.45) about a level per
    occupation, then rounded to $1,000 a year as people report it."""
    rng = np.random.default_rng(seed)
    folder = path.with_suffix(".parts")
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for part, start in enumerate(range(0, rows, block)):
            frame = _block(rng, start, min(block, rows - start))
            columns = ", ".join(f"{name}" for name in frame)
            connection.register("frame", _arrow(frame))
            target = str(folder / f"{part:05d}.parquet")
            connection.execute(f"COPY (SELECT {columns} FROM frame) TO '{target}' (FORMAT parquet)")
            connection.unregister("frame")
        connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = false; SET threads = 1")
        connection.execute(f"COPY (FROM read_parquet('{folder}/*.parquet')) TO '{path}' (FORMAT parquet)")
    for piece in folder.iterdir():
        piece.unlink()
    folder.rmdir()


def _arrow(frame: dict[str, NDArray[np.generic]]) -> object:
    import pyarrow as pa

    return pa.table(frame)


def _block(rng: np.random.Generator, start: int, n: int) -> dict[str, NDArray[np.generic]]:
    codes = np.array([350, 3255, 3515, 3645])
    kind = rng.integers(0, 4, n)
    occupation, center = codes[kind], np.array([3.85, 3.70, 3.25, 2.95])[kind]
    wage = np.exp(center + 0.45 * rng.standard_normal(n)) * 2080
    weight = rng.integers(5, 180, n)
    frame: dict[str, NDArray[np.generic]] = {
        "SERIALNO": np.char.add("2024HU", np.char.zfill((start + np.arange(n)).astype(str), 8)),
        "STATE": rng.choice(["01", "06", "36", "48"], n),
        "PUMA": np.char.zfill(rng.integers(1, 40, n).astype(str), 5),
        "PWGTP": weight,
        "AGEP": rng.integers(18, 70, n),
        "SCHL": rng.integers(15, 25, n),
        "SEX": rng.integers(1, 3, n),
        "COW": rng.integers(1, 6, n),
        "WKHP": rng.choice([20, 36, 40, 45, 50], n),
        "WKWN": np.full(n, 52),
        "WAGP": (np.round(wage / 1000) * 1000).astype(np.int64),
        "ADJINC": np.full(n, 1_010_000),
        "OCCP": occupation,
        "INDP": rng.choice([8191, 7970, 6991], n),
    }
    factors = replicate_factors(start % 79 + n)[start % 79 :]
    replicates = np.rint(weight[:, None] * factors).astype(np.int64)
    return frame | {f"PWGTP{r + 1}": replicates[:, r] for r in range(REPLICATES)}
