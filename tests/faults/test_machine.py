"""What machines do: disks fill, folders cannot be written, clocks go back, bytes rot, two runs meet.

Each time one clear message says what to do (exit 2), or the work goes on; never a traceback, never a wrong number.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from paychart import Profile, build_store, estimate, open_store
from paychart.data.sources.downloads import Download, fetch
from paychart.data.store.standing import content_hash_of
from paychart.doors.cli.faults import as_known
from paychart.errors import SourceUnavailable

Finished = subprocess.CompletedProcess[str]
KNOWN = 51_140  # median of 29-2072 in the sample release


def paychart(*words: str, store: Path, full: bool = False) -> Finished:
    """The command line, on a store; `full` limits any file it writes to 40 kB, as a disk without room would."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    return subprocess.run(
        [sys.executable, "-m", "paychart.doors.cli.app", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PAYCHART_STORE": str(store)},
        preexec_fn=limit if full else None,
    )


def refused(done: Finished, *words: str) -> None:
    """Exit 2 with one message that has these words."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    said = " ".join(done.stderr.split())
    for word in words:
        assert word in said, done.stderr


def mounted(folder: Path, *options: str) -> bool:
    """Whether a real mount could be made, which only root can in most places."""
    folder.mkdir(exist_ok=True)
    return subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, bool]]:
    """A disk of one megabyte; where none can be mounted, a folder and the wish to limit what is written."""
    folder = tmp_path / "disk"
    real = sys.platform == "linux" and mounted(folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs")
    try:
        yield folder, not real
    finally:
        if real:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def payroll(tmp_path: Path) -> Path:
    path = tmp_path / "payroll.csv"
    people = "".join(f'Medical coder,"Denver, CO",{40_000 + n}\n' for n in range(12_000))
    path.write_text("Job Title,Location,Base Pay\n" + people)
    return path


def test_a_build_on_a_full_disk(small_disk: tuple[Path, bool], tmp_path: Path, flat_sample: Path) -> None:
    folder, limited = small_disk
    old = folder / "store.duckdb"
    old.write_bytes(b"the old store")
    words = ("data", "build", "--store", str(old), "--oews-flat", str(flat_sample))
    refused(paychart(*words, store=tmp_path / "s.duckdb", full=limited), "disk")
    assert old.read_bytes() == b"the old store"
    assert {p.name for p in folder.iterdir()} <= {"store.duckdb", "store.duckdb.lock"}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_benchmark_on_a_full_disk(
    ending: str, small_disk: tuple[Path, bool], payroll: Path, store_path: Path
) -> None:
    folder, limited = small_disk
    target = folder / f"priced.{ending}"
    target.write_bytes(b"old")
    (folder / "filler").write_bytes(bytes(0 if limited else 1_000_000))
    words = ("benchmark", str(payroll), "-o", str(target), "--yes")
    refused(paychart(*words, store=store_path, full=limited), "disk")
    assert target.read_bytes() == b"old"
    assert {p.name for p in folder.iterdir()} == {target.name, "filler"}


def test_predictions_on_a_full_disk(small_disk: tuple[Path, bool], tmp_path: Path, store_path: Path) -> None:
    folder, limited = small_disk
    cells, target = tmp_path / "cells.csv", folder / "wages.csv"
    cells.write_text("occupation,area\n" + "29-2072,0800000\n" * 30_000)
    target.write_bytes(b"old")
    refused(paychart("predict", str(cells), "-o", str(target), store=store_path, full=limited), "written")
    assert target.read_bytes() == b"old"
    assert [p.name for p in folder.iterdir()] == ["wages.csv"]


def test_a_fetch_on_a_full_disk_keeps_what_is_there(small_disk: tuple[Path, bool]) -> None:
    folder, limited = small_disk
    if limited:
        pytest.skip("No disk could be mounted; a limit on this process would stop the test run itself.")
    answer = httpx.MockTransport(lambda _: httpx.Response(200, content=bytes(3_000_000)))
    (folder / "kept.csv").write_text("old")
    with httpx.Client(transport=answer) as client, pytest.raises(SourceUnavailable, match="disk space"):
        fetch(Download("x", "Wages", ("https://example.org/wages.csv",)), folder, client)
    assert (folder / "kept.csv").read_text() == "old"
    assert not (folder / "wages.csv").exists()


@pytest.fixture
def read_only(tmp_path: Path, store_path: Path) -> Iterator[Path]:
    """A folder with a store that nobody can write, root neither."""
    folder = tmp_path / "fixed"
    folder.mkdir()
    os.link(store_path, folder / "paychart.duckdb")
    real = sys.platform == "linux" and mounted(folder, "--bind", str(folder))
    if real:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    elif os.geteuid() == 0:
        pytest.skip("Nothing stops root from writing here.")
    else:
        folder.chmod(0o555)
    try:
        yield folder
    finally:
        if real:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            folder.chmod(0o755)


def test_a_store_in_a_read_only_folder_answers_and_is_not_rebuilt(read_only: Path, payroll: Path) -> None:
    store = read_only / "paychart.duckdb"
    done = paychart("estimate", "-o", "29-2072", "--json", store=store)
    assert json.loads(done.stdout)["status"] == "published"
    assert paychart("estimate", "-o", "29-9021", "-a", "0800000", "-i", "622000", store=store).returncode == 0
    refused(paychart("data", "build", store=store), "written", "--store")
    refused(paychart("data", "fetch", "eci", store=store), "--folder")
    refused(paychart("benchmark", str(payroll), "-o", f"{read_only}/a.csv", "--yes", store=store), "written")


def test_a_cache_below_a_file_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    place = tmp_path / "file" / "cache" / "paychart.duckdb"
    refused(paychart("estimate", "-o", "29-2072", store=place), "cannot be written", "--store")


@pytest.fixture
def sample(tmp_path: Path, flat_sample: Path) -> Path:
    path = tmp_path / "sample.duckdb"
    build_store(path, oews_flat_folder=flat_sample)
    return path


def test_damaged_pages_are_noticed_and_never_read_as_numbers(sample: Path, tmp_path: Path) -> None:
    whole = sample.read_bytes()
    with open_store(sample) as store:
        right = estimate(Profile("29-2072"), store).to_dict()
    noticed: list[str] = []
    for part in range(12, len(whole) - 4096, max(len(whole) // 12, 1)):
        broken = bytearray(whole)
        for at in range(part, part + 4096, 7):
            broken[at] ^= 0x55
        path = tmp_path / f"broken{part}.duckdb"
        path.write_bytes(broken)
        try:
            with open_store(path) as store:
                found = estimate(Profile("29-2072"), store).to_dict()
            found["lineage"] = right["lineage"]
            assert found == right, "a wrong number without a word"
        except Exception as error:
            noticed.append(str(as_known(error)))
    assert noticed
    assert all("data build" in said for said in noticed), noticed


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_store_cut_short_says_how_to_make_it_again(sample: Path, share: float, tmp_path: Path) -> None:
    content = sample.read_bytes()
    sample.write_bytes(content[: int(len(content) * share)])
    words = ("estimate", "-o", "29-2072", "--store", str(sample))
    refused(paychart(*words, store=tmp_path / "other.duckdb"), "data build --store")


def test_the_default_store_cut_short_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "paychart.duckdb"
    path.write_bytes(bytes(8) + b"DUCK" + b"half a store")
    done = paychart("estimate", "-o", "29-2072", "--json", store=path)
    assert json.loads(done.stdout)["annual"]["p50"] > 0
    assert content_hash_of(path)


def test_a_file_of_another_kind_is_never_taken_for_a_store(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"dear reader")
    refused(paychart("estimate", "-o", "29-2072", store=path), "no store")
    assert path.read_bytes() == b"dear reader"


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_parquet_payroll_cut_short(share: float, tmp_path: Path, store_path: Path, payroll: Path) -> None:
    import duckdb

    path = tmp_path / "payroll.parquet"
    duckdb.execute(f"COPY (FROM '{payroll}') TO '{path}' (FORMAT parquet)")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    done = paychart("benchmark", str(path), "-o", str(tmp_path / "out.csv"), "--yes", store=store_path)
    refused(done, "payroll.parquet")
    assert not (tmp_path / "out.csv").exists()


def test_a_parquet_payroll_that_rots_behind_its_first_rows(
    tmp_path: Path, store_path: Path, payroll: Path
) -> None:
    import duckdb

    path = tmp_path / "payroll.parquet"
    duckdb.execute(f"COPY (FROM '{payroll}') TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = bytes(2000)
    path.write_bytes(content)
    done = paychart("benchmark", str(path), "-o", str(tmp_path / "out.csv"), "--yes", store=store_path)
    refused(done, "damaged")
    assert not (tmp_path / "out.csv").exists()


def _served(content: bytes) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=content)))


def test_a_download_changed_after_it_was_fetched(tmp_path: Path, flat_sample: Path) -> None:
    folder = tmp_path / "oews"
    shutil.copytree(flat_sample, folder)
    text = (folder / "oe.release").read_bytes()
    entry = Download("x", "Release", ("https://example.org/oe.release",))
    with _served(text) as client:
        fetch(entry, folder, client)
    changed = text.replace(b"May 2025", b"May 2026")
    (folder / "oe.release").write_bytes(changed)
    with pytest.raises(SourceUnavailable, match=r"oe\.release .*checksum has changed.*Fetch it again"):
        build_store(tmp_path / "s.duckdb", oews_flat_folder=folder)
    with _served(text) as client:
        fetch(entry, folder, client)
    assert (folder / "oe.release").read_bytes() == text


def test_a_zip_is_unpacked_again_where_a_member_is_gone(tmp_path: Path) -> None:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inside.csv", "a,b\n1,2\n")
    entry = Download("x", "X", ("https://example.org/x.zip",), unzip=True)
    for damage in ("gone", "changed"):
        with _served(buffer.getvalue()) as client:
            fetch(entry, tmp_path, client)
        assert (tmp_path / "inside.csv").read_text() == "a,b\n1,2\n", damage
        (tmp_path / "inside.csv").write_text("a,b\n9,9\n") if damage == "gone" else None
        if damage == "gone":
            (tmp_path / "inside.csv").unlink()
    (tmp_path / "inside.csv").write_text("a,b\n9,9\n")
    with _served(buffer.getvalue()) as client:
        fetch(entry, tmp_path, client)
    assert (tmp_path / "inside.csv").read_text() == "a,b\n1,2\n"


@pytest.mark.parametrize("moment", ["1980-01-02", "2099-12-31"])
def test_a_clock_that_is_wrong_changes_no_answer(moment: str, sample: Path) -> None:
    with open_store(sample) as store:
        right = estimate(Profile("29-2072"), store).to_dict()
    stamp = time.mktime(time.strptime(moment, "%Y-%m-%d"))
    for path in (sample, sample.with_name(sample.name + ".lock")):
        if path.exists():
            os.utime(path, (stamp, stamp))
    with open_store(sample) as store:
        assert estimate(Profile("29-2072"), store).to_dict() == right


def test_a_clock_set_back_before_the_release(store_path: Path) -> None:
    """Python's clock says 2001: figures of the release stay, ageing "to today" is refused or says so."""
    program = (
        "import datetime, time, sys\n"
        "class Date(datetime.date):\n    today = classmethod(lambda c: c(2001, 1, 1))\n"
        "class Moment(datetime.datetime):\n    now = classmethod(lambda c, tz=None: c(2001, 1, 1, tzinfo=tz))\n"
        "datetime.date, datetime.datetime = Date, Moment\n"
        "time.time = lambda: 978307200.0\n"
        "from paychart.doors.cli.app import main\n"
        "sys.argv[1:] = {words!r}\nmain()\n"
    )
    env = {**os.environ, "PAYCHART_STORE": str(store_path)}

    def at_2001(*words: str) -> Finished:
        code = program.replace("{words!r}", repr(list(words)))
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env
        )

    done = at_2001("estimate", "-o", "29-2072", "--json")
    assert json.loads(done.stdout)["status"] == "published", done.stderr
    refused(at_2001("estimate", "-o", "29-2072", "--as-of", "today"), "May 2025")


def _together(*programs: str) -> list[tuple[int, str]]:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", p], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        for p in programs
    ]
    return [(process.wait(), process.stderr.read() if process.stderr else "") for process in running]


def test_two_builds_and_a_reader_at_once(sample: Path, flat_sample: Path) -> None:
    build = (
        "from pathlib import Path; from paychart import build_store; from paychart.errors import StoreError\n"
        f"try:\n build_store(Path({str(sample)!r}), oews_flat_folder=Path({str(flat_sample)!r}))\n"
        "except StoreError as error:\n assert 'Another build' in str(error), error\n"
    )
    read = (
        "from pathlib import Path; from paychart import Profile, estimate, open_store\n"
        "for _ in range(15):\n"
        f" with open_store(Path({str(sample)!r})) as store:\n"
        f"  assert estimate(Profile('29-2072'), store).annual['p50'] == {KNOWN}\n"
    )
    assert [code for code, _ in _together(build, build, read)] == [0, 0, 0]


def test_two_fits_of_the_cell_model_at_once(sample: Path) -> None:
    """Both answer and one whole file is kept. A ready table stands in for the fit."""
    ask = (
        "import time; from pathlib import Path; from paychart import open_store; from paychart.pay.model import kept\n"
        "from paychart_lab.cells import fitting\n"
        "fitting.fit_store = lambda store, progress: (time.sleep(0.5), kept.carried())[1]\n"
        f"s = open_store(Path({str(sample)!r})); fitting.fit_beside(s); assert kept.cache_path(s).exists()\n"
    )
    assert [code for code, _ in _together(ask, ask)] == [0, 0]
    (kept,) = sample.parent.glob("*.npz")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert [code for code, _ in _together(ask)] == [0]
    assert kept.read_bytes() == whole
    assert not list(sample.parent.glob(f".{kept.name}.*"))
