"""The modelled cells of one release as a compact table: what a fit leaves behind and an answer reads."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.data.sources.damage import reading
from paychart.errors import StoreError
from paychart.pay.model.calibration import job_class, kinds
from paychart.pay.model.grid import MEDIAN, TIERS, Floats
from paychart.show.output import write_whole

# Steps of the written form, in log points: far below the error of any modelled wage.
_MEDIAN_STEP, _GAP_STEP, _SCALE_STEP, _JOBS_STEP, _TILT_STEP = 0.001, 0.002, 0.02, 0.065, 0.01
_MEDIAN_BASE, _SCALE_BASE, _JOBS_BASE = 9.0, -5.0, -3.0  # logs, below anything that occurs
LEAST_JOBS = 0.05  # expected of a cell where published totals leave nothing


@dataclass(frozen=True, eq=False)
class ModelTable:
    """Wages of cells nobody published, and of noisy published ones as the others predict them.

    Parameters
    ----------
    release_hash : the content that was fitted, `Store.oews_hash`.
    method : "boosted", "plain" (without trees) or "simple rule" (nothing was fitted).
    rows : codes of areas and industries; `tier` (rows,) counts `TIERS`, 255 for the nation.
    columns : detailed occupations; `family` (columns,) counts major groups.
    first : (columns + 1,) where each occupation's cells start; `row` (n,) says which row a cell is.
    wage : (n, 6) log dollars a year, five percentiles and the mean.
    scale, jobs : (n,) error scale in log points; jobs, expected where not published.
    recalled : (n,) whether pay of an earlier release was read for the cell.
    multiplier : (tiers, kinds, classes, families, 5, levels) half-widths per unit of scale.
    tilt_first, tilt_row, tilt : where each occupation's log tilts of `raking` start, their rows, and (n, 6) values;
        empty until `with_tilts` works them out, for a table that is to be carried.
    """

    release_hash: str
    method: str
    rows: tuple[str, ...]
    tier: NDArray[np.uint8]
    columns: tuple[str, ...]
    family: NDArray[np.uint8]
    first: NDArray[np.int64]
    row: NDArray[np.uint16]
    wage: Floats
    scale: Floats
    jobs: Floats
    recalled: NDArray[np.bool_]
    multiplier: Floats
    tilt_first: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    tilt_row: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, dtype=np.uint16))
    tilt: Floats = field(default_factory=lambda: np.zeros((0, 6), dtype=np.float32))

    def log_tilts(self, occupation: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Rows (n,) and log tilts (n, 6) of the occupation's published industries; none where they are not carried."""
        column = self.column_of.get(occupation)
        if column is None or not len(self.tilt_first):
            return np.zeros(0, dtype=np.intp), np.zeros((0, 6))
        part = slice(int(self.tilt_first[column]), int(self.tilt_first[column + 1]))
        return self.tilt_row[part].astype(np.intp), self.tilt[part].astype(np.float64)

    @cached_property
    def column_of(self) -> dict[str, int]:
        """Column number of each occupation."""
        return {code: index for index, code in enumerate(self.columns)}

    def half_width(self, cells: slice, column: int, told: NDArray[np.bool_]) -> Floats:
        """Half-widths (n, 5, levels) in log points of one occupation's cells; `told` (n,) where the jobs are
        published."""
        tier = np.minimum(self.tier[self.row[cells]], len(TIERS) - 1)
        known = self.multiplier[
            tier, kinds(told, self.recalled[cells]), job_class(self.jobs[cells]), self.family[column]
        ]
        return np.asarray(self.scale[cells, None, None] * known)

    def encode(self) -> bytes:
        """The written form; `decode` gives the table back to within the steps above."""
        middle = self.wage[:, MEDIAN]
        gaps = np.diff(self.wage[:, :5], axis=1)
        mean = self.wage[:, 5] - middle
        scale = (np.log(np.maximum(self.scale, 1e-6)) - _SCALE_BASE) / _SCALE_STEP
        buffer = io.BytesIO()
        # One array a file and one measure an array: alike numbers side by side compress best.
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
            for name, values in {
                "release_hash": np.array(self.release_hash),
                "method": np.array(self.method),
                "rows": np.array(self.rows),
                "tier": self.tier,
                "columns": np.array(self.columns),
                "family": self.family,
                "first": self.first,
                "row": np.diff(self.row, prepend=np.uint16(0)),
                "median": np.round((middle - _MEDIAN_BASE) / _MEDIAN_STEP).astype(np.uint16),
                **{
                    f"gap{k}": np.clip(np.round(gaps[:, k] / _GAP_STEP), 0, 1200).astype(np.uint16)
                    for k in range(4)
                },
                "mean": np.clip(np.round(mean / _GAP_STEP), -600, 600).astype(np.int16),
                "scale": np.clip(np.round(scale), 0, 255).astype(np.uint8),
                # Cut off, not rounded: expected jobs stay below what totals leave.
                "jobs": np.clip(
                    np.floor((np.log(self.jobs) - _JOBS_BASE) / _JOBS_STEP + 1e-3), 0, 255
                ).astype(np.uint8),
                "recalled": np.packbits(self.recalled),
                "multiplier": self.multiplier.astype(np.float16),
                "tilt_first": self.tilt_first,
                "tilt_row": self.tilt_row,
                "tilt": np.round(self.tilt / _TILT_STEP).astype(np.int16),
            }.items():
                member = io.BytesIO()
                np.lib.format.write_array(member, values, allow_pickle=False)
                entry = zipfile.ZipInfo(f"{name}.npy")  # a fixed date: equal tables are equal files
                entry.compress_type = zipfile.ZIP_LZMA
                archive.writestr(entry, member.getvalue())
        return buffer.getvalue()

    @classmethod
    def decode(cls, content: bytes) -> ModelTable:
        """The table in `content`, as `encode` wrote it."""
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            middle = _MEDIAN_BASE + kept["median"].astype(np.float32) * np.float32(_MEDIAN_STEP)
            gap = np.stack([kept[f"gap{k}"] for k in range(4)], axis=1).astype(np.float32) * _GAP_STEP
            low = middle - gap[:, 0] - gap[:, 1]
            wage = np.column_stack(
                [low, low + gap[:, 0], middle, middle + gap[:, 2], middle + gap[:, 2] + gap[:, 3]]
            )
            mean = middle + kept["mean"].astype(np.float32) * _GAP_STEP
            return cls(
                release_hash=str(kept["release_hash"]),
                method=str(kept["method"]),
                rows=tuple(kept["rows"].tolist()),
                tier=kept["tier"],
                columns=tuple(kept["columns"].tolist()),
                family=kept["family"],
                first=kept["first"],
                row=np.cumsum(kept["row"], dtype=np.uint16),
                wage=np.column_stack([wage, mean]).astype(np.float32),
                scale=np.exp(_SCALE_BASE + _SCALE_STEP * kept["scale"].astype(np.float32)),
                jobs=np.exp(_JOBS_BASE + _JOBS_STEP * kept["jobs"].astype(np.float32)),
                recalled=np.unpackbits(kept["recalled"], count=len(kept["row"])).astype(bool),
                multiplier=kept["multiplier"].astype(np.float32),
                tilt_first=kept["tilt_first"],
                tilt_row=kept["tilt_row"],
                tilt=kept["tilt"].astype(np.float32) * _TILT_STEP,
            )


def write(table: ModelTable, path: Path) -> None:
    """Write the table whole or not at all."""
    write_whole(table.encode(), path)


def read(path: Path) -> ModelTable:
    """The table at `path`; raises StoreError where the file is damaged."""
    content = path.read_bytes()
    with reading(
        f"The fitted model {path} is damaged",
        StoreError,
        "Delete that file and run `paychart model cells` again.",
    ):
        table = ModelTable.decode(content)
        cells = len(table.row)
        whole = len(table.first) == len(table.columns) + 1 and table.first[-1] == cells
        if not whole or any(len(part) != cells for part in (table.wage, table.scale, table.jobs)):
            raise ValueError("its parts do not fit together")
    return table
