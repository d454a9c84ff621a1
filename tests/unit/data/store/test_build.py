"""The store is whole or not there, says where it came from, and refuses sources that cannot be right."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from paychart import Store, build_store, open_store
from paychart.data.sources import oews_flat
from paychart.data.store.build import source_tables
from paychart.data.store.standing import content_hash_of
from paychart.errors import PaychartError, SourceUnavailable, StoreError

DATA = "oe.data.0.Current"


@pytest.fixture
def flat(flat_sample: Path, tmp_path: Path) -> Path:
    """A copy of the flat sample that a test may damage."""
    return Path(shutil.copytree(flat_sample, tmp_path / "flat"))


@pytest.fixture
def old(tmp_path: Path, store_path: Path) -> Path:
    """A whole store that a failed build must leave as it was."""
    return Path(shutil.copy(store_path, tmp_path / "old.duckdb"))


def test_flat_files_and_bundled_release_give_the_same_cells(
    store: Store, flat_sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "flat.duckdb"
    build_store(path, oews_flat_folder=flat_sample)
    with open_store(path) as flat_store:
        codes = [c for (c,) in flat_store.rows("SELECT DISTINCT occupation FROM cell ORDER BY 1")]
        theirs = flat_store.rows("SELECT * FROM cell ORDER BY area, industry, occupation")
    marks = ", ".join("?" * len(codes))
    ours = store.rows(
        f"SELECT * FROM cell WHERE occupation IN ({marks}) ORDER BY area, industry, occupation", codes
    )
    assert len(theirs) > 2_900
    assert theirs == ours


def test_the_same_bytes_give_the_same_content_hash(flat_sample: Path, tmp_path: Path) -> None:
    first = build_store(tmp_path / "a.duckdb", oews_flat_folder=flat_sample)
    assert build_store(tmp_path / "b.duckdb", oews_flat_folder=flat_sample) == first
    assert content_hash_of(tmp_path / "a.duckdb") == first


def test_another_byte_gives_another_content_hash(flat: Path, tmp_path: Path) -> None:
    first = build_store(tmp_path / "a.duckdb", oews_flat_folder=flat)
    text = (flat / DATA).read_text(encoding="ascii")
    jobs = next(line for line in text.splitlines() if line.startswith("OEUN000000000000029207201"))
    assert "194720" in jobs
    (flat / DATA).write_text(
        text.replace(jobs, jobs.replace("194720", "194710")), encoding="ascii", newline=""
    )
    assert build_store(tmp_path / "b.duckdb", oews_flat_folder=flat) != first


def test_every_table_declares_its_columns_and_every_load_its_source(store: Store) -> None:
    for table in source_tables():
        assert table.description
        assert table.source
        held = [
            name
            for (name,) in store.rows(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table.name]
            )
        ]
        assert held == list(table.column_names)
        assert all(column.type and column.description for column in table.columns)
    for load in store.loads:
        assert load["publisher"]
        assert load["release"]
        assert len(load["checksum"]) == 64
        assert load["retrieved"]
        assert all(count > 0 for count in load["rows"].values())


def test_yearly_files_join_the_store_in_the_same_columns(
    shared_data: Path, flat_sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "years.duckdb"
    build_store(path, oews_flat_folder=flat_sample, oews_years_folder=shared_data / "oews")
    with open_store(path) as store:
        columns = "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
        assert store.rows(columns, ["cell_history"]) == store.rows(columns, ["cell"])
        assert store.rows(
            "SELECT annual_mean FROM cell_history WHERE release LIKE '2020%' AND occupation = '29-2098'"
        ) == [(48_270.0,)]
        assert store.rows("SELECT count(DISTINCT release) FROM cell_history") == [(12,)]


def test_all_laws_of_the_data_hold(store: Store) -> None:
    assert len(store.findings) >= 8
    assert [f["name"] for f in store.findings if not f["holds"]] == []
    assert all(f["checked"] > 1_000 for f in store.findings)


def _damage_header(folder: Path, old: str, new: str, name: str = DATA) -> None:
    text = (folder / name).read_text(encoding="ascii")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="ascii", newline="")


def _missing_file(folder: Path) -> None:
    (folder / "oe.footnote").unlink()


def _missing_column(folder: Path) -> None:
    _damage_header(folder, "\tfootnote_codes", "")


def _added_column(folder: Path) -> None:
    _damage_header(folder, "footnote_codes", "footnote_codes\tremark")


def _letters_in_a_number(folder: Path) -> None:
    _damage_header(folder, "       56790\t", "       5679O\t")


def _cut_short(folder: Path) -> None:
    whole = (folder / DATA).read_bytes()
    (folder / DATA).write_bytes(whole[: len(whole) // 2 + 7])


def _re_encoded(folder: Path) -> None:
    text = (folder / DATA).read_text(encoding="ascii")
    (folder / DATA).write_text(text, encoding="utf-16", newline="")


def _mislabelled(folder: Path) -> None:
    """The 75th percentile stored as the median: shapes and types are right, the meaning is not."""
    lines = (folder / DATA).read_text(encoding="ascii").splitlines(keepends=True)
    swap = {"13": "14", "14": "13"}
    swapped = [
        line[:23] + swap[line[23:25]] + line[25:] if line[23:25] in swap and i else line
        for i, line in enumerate(lines)
    ]
    (folder / DATA).write_text("".join(swapped), encoding="ascii", newline="")


def _unknown_footnote(folder: Path) -> None:
    text = (folder / DATA).read_text(encoding="ascii")
    (folder / DATA).write_text(text.replace("\t8\n", "\t7\n").replace("\t8\r\n", "\t7\r\n"), newline="")


def _repeated_rows(folder: Path) -> None:
    lines = (folder / DATA).read_text(encoding="ascii").splitlines(keepends=True)
    (folder / DATA).write_text("".join([*lines, lines[5]]), newline="")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_missing_file, "oe.footnote"),
        (_missing_column, "footnote_codes"),
        (_added_column, "remark"),
        (_letters_in_a_number, "5679O"),
        (_cut_short, DATA),
        (_re_encoded, DATA),
        (_mislabelled, "law"),
        (_unknown_footnote, "footnote code 7"),
        (_repeated_rows, "more than once"),
    ],
)
def test_a_damaged_source_is_named_and_the_old_store_survives(
    damage, says: str, flat: Path, old: Path
) -> None:  # type: ignore[no-untyped-def]
    before = old.read_bytes()
    damage(flat)
    with pytest.raises(SourceUnavailable, match=says):
        build_store(old, oews_flat_folder=flat)
    assert old.read_bytes() == before
    assert [p.name for p in old.parent.glob(".old*")] == []


def test_two_builds_at_once_the_second_says_so(old: Path, flat_sample: Path) -> None:
    with FileLock(f"{old}.lock"), pytest.raises(StoreError, match="Another build"):
        build_store(old, oews_flat_folder=flat_sample)


def test_a_full_disk_is_said_and_leaves_the_old_store(old: Path, flat_sample: Path) -> None:
    """The operating system refuses to let any file of the build grow past two megabytes."""
    before = old.read_bytes()
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 17, 1 << 17)); "
        "from pathlib import Path; from paychart import build_store; from paychart.errors import PaychartError\n"
        f"try: build_store(Path({str(old)!r}), oews_flat_folder=Path({str(flat_sample)!r}))\n"
        "except PaychartError as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("StoreError"), done.stdout + done.stderr
    assert old.read_bytes() == before


def test_a_file_that_is_no_store_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("not a database")
    with pytest.raises(StoreError, match="notes"):
        open_store(path)
    with pytest.raises(StoreError, match="does not exist"):
        open_store(tmp_path / "absent.duckdb")


def test_header_check_names_nearest_columns(flat: Path) -> None:
    _damage_header(flat, "area_code", "zone_code", "oe.area")
    with pytest.raises(PaychartError) as caught:
        oews_flat._check_header(flat, "oe.area")
    assert "area_code" in str(caught.value)
    assert "zone_code" in caught.value.nearest
