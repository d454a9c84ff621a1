"""Nothing that a user has is destroyed by writing: each way it was once destroyed, by name."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paychart.employers.release import read_key
from paychart.errors import BadInput
from paychart.show.csv_output import write_columns, write_rows
from paychart.show.output import usable, workspace, write_whole, written


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_is_never_a_target(tmp_path: Path) -> None:
    folder = tmp_path / "table.csv"
    folder.mkdir()
    (folder / "kept").write_text("x")
    with pytest.raises(BadInput, match="is a folder"):
        write_rows(folder, ["a"], [["1"]])
    with pytest.raises(BadInput, match="is a folder"):
        write_whole("x", folder)
    assert (folder / "kept").read_text() == "x"
    assert left(tmp_path) == ["table.csv"]


@pytest.mark.parametrize("way", ["same", "dots", "link", "hard link", "relative"])
def test_what_is_read_is_never_a_target(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in.csv"
    source.write_text("people")
    monkeypatch.chdir(tmp_path)
    target = {
        "same": source,
        "dots": tmp_path / "." / ".." / tmp_path.name / "in.csv",
        "link": tmp_path / "link.csv",
        "hard link": tmp_path / "hard.csv",
        "relative": Path("in.csv"),
    }[way]
    if way == "link":
        target.symlink_to(source)
    if way == "hard link":
        os.link(source, target)
    with pytest.raises(BadInput, match="is being read"):
        write_whole("table", target, inputs=(str(source),))
    with pytest.raises(BadInput, match="is being read"):
        write_columns(target, ["a"], [["1"]], inputs=(source,))
    assert source.read_text() == "people"


def test_a_lake_that_is_read_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "part-0.parquet").write_bytes(b"rows")
    for source in (tmp_path / "lake", f"{tmp_path}/lake/*.parquet"):
        for name in ("part-0.parquet", "priced.parquet"):
            with pytest.raises(BadInput, match="is being read"):
                usable(tmp_path / "lake" / name, inputs=(source,))
    assert usable(tmp_path / "priced.parquet", inputs=(tmp_path / "lake",)) == tmp_path / "priced.parquet"


def test_a_key_is_never_a_target(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    key = read_key(path)
    with pytest.raises(BadInput, match="secret key"):
        write_rows(path, ["a"], [["1"]])
    assert read_key(path) == key


def test_a_device_is_never_a_target(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for target in (Path("/dev/null"), pipe):
        with pytest.raises(BadInput, match="no ordinary file"):
            write_whole("x", target)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "out.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    write_whole("new", link)
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert left(tmp_path / "real") == ["out.csv"]
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    with pytest.raises(BadInput, match="cannot be written"):
        write_whole("x", loop)


@pytest.mark.parametrize("before", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_permissions(before: int, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    target.chmod(before)
    write_whole("new", target, private=True)
    write_rows(target, ["a"], [["1"]])
    assert mode(target) == before


def test_a_new_file_about_people_is_its_owners_alone(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        write_whole("x", tmp_path / "people.csv", private=True)
        write_whole("x", tmp_path / "other.csv")
    finally:
        os.umask(umask)
    assert mode(tmp_path / "people.csv") == 0o600
    assert mode(tmp_path / "other.csv") == 0o644


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")

    def fail() -> None:
        with written(target) as draft:
            draft.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_text() == "old"
    assert left(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_drafts_go_after_any_death(end: signal.Signals, tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from paychart.doors.cli.leaving import asked_to_leave, mind_signals\n"
        "from paychart.show.output import workspace, written\n"
        "mind_signals()\n"
        "try:\n"
        " with workspace(Path(sys.argv[1])), written(Path(sys.argv[1]) / 'out.csv') as draft:\n"
        "  draft.write_text('half'); print('in', flush=True); time.sleep(60)\n"
        "except BaseException as error:\n"
        " sys.exit(asked_to_leave(error))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline()
    process.send_signal(end)
    _, errors = process.communicate()
    assert errors == b""
    if end == signal.SIGKILL:
        assert len(left(tmp_path)) == 2
        time.sleep(0.05)
        with workspace(tmp_path):
            write_whole("whole", tmp_path / "out.csv")
        assert left(tmp_path) == ["out.csv"]
    else:
        assert process.returncode == 128 + end
        assert left(tmp_path) == []


def test_names_no_system_takes_are_told(tmp_path: Path) -> None:
    for name in ("n" * 300 + ".csv", "zero\0.csv", "b\udcffd.csv"):
        with pytest.raises(BadInput, match="cannot be written"):
            write_whole("x", tmp_path / name)
    write_whole("x", tmp_path / ("n" * 251 + ".csv"))  # the longest that fits leaves room for its draft
