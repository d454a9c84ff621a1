"""Build the map tables that paychart carries: `us_states.json` and `metro_points.csv`.

    npm pack us-atlas
    python scripts/build_map_shapes.py us-atlas-3.0.1.tgz list1_2023.xlsx src/paychart/data/reference

The npm package `us-atlas` (ISC license) holds Census Bureau shapes, already projected to Albers USA on a
canvas of 975 x 610. `list1_2023.xlsx` is the Census Bureau's list of the counties of each core-based
statistical area (CBSA).
A metro's point is the area-weighted centroid of its counties on the same canvas.
"""

from __future__ import annotations

import csv
import json
import sys
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import openpyxl

Ring = list[tuple[float, float]]
TOLERANCE = 0.45  # canvas units; a state outline stays true at print size and the file stays small
SMALLEST_RING = 1.0  # square canvas units; specks of islands below it are left out of the drawing


def decode(topology: dict[str, Any], name: str) -> list[tuple[str, str, list[Ring]]]:
    """(id, name, rings) of each geometry: TopoJSON's delta-coded, shared arcs joined into rings."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices: list[int]) -> Ring:
        joined: Ring = []
        for index in indices:
            points = arcs[index] if index >= 0 else arcs[~index][::-1]
            joined.extend(points if not joined else points[1:])
        return joined

    shapes = []
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry.get("arcs", [])
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        rings = [ring(indices) for polygon in polygons for indices in polygon]
        shapes.append((str(geometry["id"]), geometry["properties"]["name"], rings))
    return shapes


def area_and_centroid(ring: Ring) -> tuple[float, float, float]:
    """Signed area and area-weighted centroid sums (shoelace)."""
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross / 2
        cx += (x0 + x1) * cross / 6
        cy += (y0 + y1) * cross / 6
    return area, cx, cy


def simplify(ring: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker, without recursion; the first and last points stay."""
    keep = {0, len(ring) - 1}
    # A closed ring has no chord: split it at its farthest point first.
    middle = max(range(len(ring)), key=lambda i: abs(ring[i][0] - ring[0][0]) + abs(ring[i][1] - ring[0][1]))
    keep.add(middle)
    stack = [(0, middle), (middle, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        (x0, y0), (x1, y1) = ring[first], ring[last]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
        worst, worst_index = tolerance, None
        for i in range(first + 1, last):
            x, y = ring[i]
            distance = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
            if distance > worst:
                worst, worst_index = distance, i
        if worst_index is not None:
            keep.add(worst_index)
            stack += [(first, worst_index), (worst_index, last)]
    return [ring[i] for i in sorted(keep)]


def main(atlas: Path, cbsa_list: Path, out: Path) -> None:
    with tarfile.open(atlas) as package:
        states, counties = (
            json.load(package.extractfile(f"package/{name}-albers-10m.json"))  # type: ignore[arg-type]
            for name in ("states", "counties")
        )
    carried: dict[str, Any] = {"width": 975, "height": 610, "states": {}}
    for fips, name, rings in sorted(decode(states, "states")):
        kept = [simplify(r, TOLERANCE) for r in rings if abs(area_and_centroid(r)[0]) >= SMALLEST_RING]
        if kept:
            carried["states"][fips] = {
                "name": name,
                "rings": [[[round(x, 1), round(y, 1)] for x, y in r] for r in kept if len(r) > 3],
            }
    lines = [f'"{fips}":{json.dumps(s, separators=(",", ":"))}' for fips, s in carried["states"].items()]
    (out / "us_states.json").write_text(
        '{"width":975,"height":610,"states":{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8"
    )

    sums: dict[str, tuple[float, float, float]] = {}
    for fips, _, rings in decode(counties, "counties"):
        parts = [area_and_centroid(r) for r in rings]
        sums[fips] = tuple(sum(p[i] for p in parts) for i in range(3))  # type: ignore[assignment]
    members: dict[str, list[str]] = defaultdict(list)
    rows = openpyxl.load_workbook(cbsa_list, read_only=True).active.iter_rows(values_only=True)
    for row in rows:
        cbsa, kind, state, county = row[0], row[4], row[9], row[10]
        if kind == "Metropolitan Statistical Area":
            members[str(cbsa)].append(f"{state}{county}")
    with (out / "metro_points.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["area", "x", "y"])
        for cbsa in sorted(members):
            known = [sums[c] for c in members[cbsa] if c in sums]
            area = sum(s[0] for s in known)
            if area:
                x, y = sum(s[1] for s in known) / area, sum(s[2] for s in known) / area
                writer.writerow([f"00{cbsa}", f"{x:.1f}", f"{y:.1f}"])


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
