"""A synthetic payroll: health information departments whose pay is drawn from the pay model, and nobody real.

Each worker is drawn the way the model says they are: a kind (schooling, years, certification, hours) by its
share in the occupation and employer type, a latent score, and the pay that the place's own cell gives that rank.
Every id begins with SYN, and a column says that the rows are synthetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.employers.sample_department import COLUMNS, CREDENTIALS, EMPLOYERS, RACES, ROLES, SEXES
from paychart.errors import BadInput, SourceUnavailable, Suppressed
from paychart.pay.composition import EDUCATION
from paychart.pay.estimate import estimate
from paychart.pay.normal import ndtr
from paychart.pay.workforce import Workforce, workforce
from paychart.profile import Profile
from paychart.show.output import written

CHUNK = 500_000
MOST_ROWS = 1_000_000_000
_PLACES = 40
_FEMALE, _RACE_SHARES = 0.78, (0.6, 0.15, 0.14, 0.08, 0.03)


@dataclass(frozen=True)
class Sample:
    """What was written."""

    path: str
    rows: int
    seed: int
    sex_gap: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**self.__dict__, "synthetic": True}


@dataclass(frozen=True, eq=False)
class _Work:
    """One occupation at one employer type: its kinds of worker, and the pay cells of the places."""

    force: Workforce
    log_wages: NDArray[np.float64]  # (places, 801) log pay at normal scores _Z


_Z = np.linspace(-3.2, 3.2, 801)


def sample_payroll(
    target: Path,
    store: Store,
    *,
    rows: int = 1000,
    seed: int = 1,
    sex_gap: float = 0.0,
    messy: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Sample:
    """Write `rows` synthetic employees to `target` (.csv, .xlsx or .parquet); same seed, same rows.

    `sex_gap` lowers the log pay of women by that much beyond everything else, so that an audit has a known truth.
    `messy` spoils some rows the way real files are spoiled: amounts as text, missing or impossible values.
    """
    tables = _tables(store, rows, seed, sex_gap, messy)
    from paychart.employers.writing import kind_of

    if kind_of(target) == "html":
        raise BadInput("A sample payroll is no page.", nearest=(".csv", ".xlsx", ".parquet"))
    with written(target) as draft:
        _write(draft, tables, rows, progress)
    return Sample(str(target), rows, seed, sex_gap)


def sample_table(
    store: Store, *, rows: int = 1000, seed: int = 1, sex_gap: float = 0.0, messy: bool = False
) -> Any:
    """The same employees as a pyarrow Table, in memory alone."""
    tables = _tables(store, rows, seed, sex_gap, messy)
    import pyarrow as pa

    return pa.concat_tables(tables)


def _tables(store: Store, rows: int, seed: int, sex_gap: float, messy: bool) -> Iterator[Any]:
    """The employees in chunks; everything that can be wrong is said before the first is drawn."""
    if not 1 <= rows <= MOST_ROWS:
        raise BadInput(
            f"{rows:,} rows cannot be made.", nearest=("1000", "2000000"), hint="Give 1 to a billion."
        )
    if not -0.5 <= sex_gap <= 0.5:
        raise BadInput(f"A gap of {sex_gap:g} in log pay is beyond reason.", nearest=("0.03",))
    try:
        import pyarrow as pa
    except ImportError as error:
        raise SourceUnavailable(
            "The sample needs packages that are not installed.",
            hint='Install them with: pip install "paychart[employers]"',
        ) from error
    world = _world(store)
    parts = _chunks(world, rows, seed, sex_gap, messy)
    return (_arrow(pa, part, world.places, text_pay=messy) for part in parts)


@dataclass(frozen=True, eq=False)
class _World:
    places: tuple[str, ...]
    place_share: NDArray[np.float64]
    works: dict[tuple[int, int], _Work]


def _world(store: Store) -> _World:
    found = store.rows(
        "SELECT c.area, a.name, sum(c.employment) AS jobs FROM cell c JOIN area a ON a.code = c.area "
        "WHERE c.occupation = '29-2072' AND c.industry = '000000' AND a.type = 'metropolitan' AND c.employment > 0 "
        f"GROUP BY ALL ORDER BY jobs DESC, c.area LIMIT {_PLACES}"
    )
    codes = [row[0] for row in found]
    names = tuple(_city(row[1]) for row in found)
    jobs = np.array([float(row[2]) for row in found])
    works: dict[tuple[int, int], _Work] = {}
    for r, (_, soc, _, _, _) in enumerate(ROLES):
        for e, (industry, _, _) in enumerate(EMPLOYERS):
            twin = next((w for (r2, e2), w in works.items() if ROLES[r2][1] == soc and e2 == e), None)
            works[r, e] = twin or _work(store, soc, codes, industry)
    return _World(names, jobs / jobs.sum(), works)


def _city(name: str) -> str:
    city, _, state = name.partition(",")
    return f"{city.split('-')[0]}, {state.strip().split('-')[0]}"


def _work(store: Store, soc: str, places: list[str], industry: str) -> _Work:
    force = workforce(soc, industry, None)
    rows = []
    for place in places:
        try:
            cell = estimate(Profile(soc, place, industry), store).distribution
        except Suppressed:
            cell = estimate(Profile(soc), store).distribution
        rows.append(np.log(cell.quantile(np.clip(ndtr(_Z), 1e-6, 1 - 1e-6))))
    return _Work(force, np.stack(rows))


def _chunks(world: _World, rows: int, seed: int, gap: float, messy: bool) -> Iterator[dict[str, Any]]:
    for number, start in enumerate(range(0, rows, CHUNK)):
        rng = np.random.default_rng([seed, number])
        yield _people(world, start, min(CHUNK, rows - start), rng, gap, messy)


def _people(
    world: _World, start: int, n: int, rng: np.random.Generator, gap: float, messy: bool
) -> dict[str, Any]:
    weights = np.array([role[2] for role in ROLES])
    role = rng.choice(len(ROLES), size=n, p=weights / weights.sum())
    shares = np.array([e[2] for e in EMPLOYERS])
    employer = rng.choice(len(EMPLOYERS), size=n, p=shares)
    place = rng.choice(len(world.places), size=n, p=world.place_share)
    level = np.array([r[4] for r in ROLES])[role]
    pay = np.empty(n)
    education, years, certified = (np.empty(n, dtype=np.int64) for _ in range(3))
    order = np.argsort(role * len(EMPLOYERS) + employer, kind="stable")
    groups = role[order] * len(EMPLOYERS) + employer[order]
    cuts = np.flatnonzero(np.diff(groups)) + 1
    for rows in np.split(order, cuts):
        if len(rows):
            work = world.works[int(role[rows[0]]), int(employer[rows[0]])]
            pay[rows], education[rows], years[rows], certified[rows] = _draw(
                work, place[rows], float(level[rows[0]]), rng
            )
    sex = (rng.random(n) >= _FEMALE).astype(np.int64)
    pay = pay * np.exp(np.where(sex == 0, -gap, 0.0))
    hours = rng.choice([40.0, 40.0, 40.0, 40.0, 37.5, 36.0, 32.0, 24.0, 20.0], size=n)
    hourly = role < 13
    amount = np.where(hourly, np.round(pay / 2080, 2), np.round(pay * hours / 40, 0))
    return {
        "id": np.arange(start, start + n),
        "role": role,
        "place": place,
        "employer": employer,
        "amount": amount,
        "hourly": hourly,
        "hours": hours,
        "years": years,
        "service": np.minimum(years, rng.geometric(0.16, size=n) - 1),
        "education": education,
        "credentials": _held(certified, rng),
        "sex": sex,
        "race": rng.choice(len(RACES), size=n, p=_RACE_SHARES),
        "manager": rng.integers(0, max(n // 12, 1), size=n),
        "spoil": rng.random(n) if messy else np.ones(n),
    }


def _draw(
    work: _Work, place: NDArray[np.int64], level: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pay, education, years and certification count of workers; a level takes its part of the ranks."""
    n = len(place)
    force = work.force
    share = force.share.reshape(-1)
    kind = rng.choice(len(share), size=n, p=share / share.sum())
    rank = force.normal_score(force.mu.reshape(-1)[kind] + force.tau * rng.standard_normal(n))
    # Half of the rank is the job's level: senior titles sit higher in the same occupation.
    rank = np.sqrt(0.5) * rank + np.sqrt(0.5) * 1.2 * (2 * level - 1)
    at = np.clip((rank - _Z[0]) / (_Z[1] - _Z[0]), 0, len(_Z) - 1.001)
    low = at.astype(np.int64)
    table = work.log_wages
    log_pay = table[place, low] * (1 - (at - low)) + table[place, low + 1] * (at - low)
    education, band, certified, _ = np.unravel_index(kind, force.people.shape)
    years = np.clip(np.round(force.people.band_years[band] + rng.uniform(-2, 2, n)), 0, 45).astype(np.int64)
    return np.exp(log_pay), education.astype(np.int64), years, certified.astype(np.int64)


def _held(certified: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Which credential set each holds, as a position in `_SETS`."""
    return np.where(
        certified == 0,
        0,
        1
        + rng.integers(0, len(CREDENTIALS), size=len(certified))
        + len(CREDENTIALS) * (np.minimum(certified, 2) - 1),
    )


_SETS = (
    "",
    *CREDENTIALS,
    *(f"{a}; {b}" for a, b in zip(CREDENTIALS, (*CREDENTIALS[1:], CREDENTIALS[0]), strict=True)),
)
_SPOILS = ("", "n/a", "-1", "0", "$ 52.000,00", "60k", "25/hr", "TBD")


def _arrow(pa: Any, part: dict[str, Any], places: tuple[str, ...], *, text_pay: bool) -> Any:
    def words(positions: NDArray[np.int64], values: tuple[str, ...]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(positions.astype(np.int32)), pa.array(values)).cast(
            pa.string()
        )

    import pyarrow.compute as pc

    titles, grades = tuple(r[0] for r in ROLES), tuple(f"G{r[3]:02d}" for r in ROLES)
    departments = tuple("Coding" if "Cod" in t else "Registry" if "Registrar" in t else "HIM" for t in titles)
    ids = pc.binary_join_element_wise(
        "SYN-", pc.utf8_lpad(pc.cast(pa.array(part["id"]), pa.string()), 9, "0"), ""
    )
    amount = pa.array(part["amount"])
    if text_pay:
        spoiled = part["spoil"] < 0.03
        texts = words((part["spoil"] * 1e6).astype(np.int64) % len(_SPOILS), _SPOILS)
        amount = pc.if_else(pa.array(spoiled), texts, pc.cast(amount, pa.string()))
    columns = [
        ids,
        words(part["role"], titles),
        words(part["role"], grades),
        words(part["role"], departments),
        words(part["place"], places),
        words(part["employer"], tuple(e[1] for e in EMPLOYERS)),
        amount,
        words(part["hourly"].astype(np.int64), ("annual", "hourly")),
        pa.array(part["hours"]),
        pa.array(part["years"]),
        pa.array(part["service"]),
        words(part["education"], tuple(e.value for e in EDUCATION)),
        words(part["credentials"], _SETS),
        words(part["sex"], SEXES),
        words(part["race"], RACES),
        pc.binary_join_element_wise(
            "M-", pc.utf8_lpad(pc.cast(pa.array(part["manager"]), pa.string()), 5, "0"), ""
        ),
        pa.repeat("synthetic", len(part["id"])),
    ]
    return pa.table(dict(zip(COLUMNS, columns, strict=True)))


def _write(target: Path, tables: Iterator[Any], rows: int, progress: Callable[[int], None]) -> None:
    from pyarrow import csv, parquet

    from paychart.employers.workbook import write_plain_workbook
    from paychart.employers.writing import MOST_SHEET_ROWS

    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        if rows > MOST_SHEET_ROWS:
            raise BadInput(f"{rows:,} rows do not fit on a sheet.", nearest=(".csv", ".parquet"))
        write_plain_workbook(
            target, COLUMNS, (row for t in tables for row in zip(*t.to_pydict().values(), strict=True))
        )
        return
    writer: Any = None
    try:
        for table in tables:
            if writer is None:
                writer = (
                    csv.CSVWriter(target, table.schema)
                    if suffix == ".csv"
                    else parquet.ParquetWriter(target, table.schema)
                )
            writer.write_table(table)
            progress(table.num_rows)
    finally:
        if writer is not None:
            writer.close()
