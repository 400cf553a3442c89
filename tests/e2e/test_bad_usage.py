"""What goes wrong is one line for people, and an exit code other than 0; never a traceback."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.errors import PySparkException

from edp.cli import main
from lakehouse.checksums.checked_file import CheckedFile
from lakehouse.silver import tables
from lakehouse.storage import raw_folder
from tests.e2e import shop
from tests.e2e.lake import hashes

pytestmark = pytest.mark.slow


class Shop:
    """Raw files, and a lake they went into."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        shop.write(self.raw)

    def run(self, *more: str) -> int:
        return edp("pipeline", "--raw", self.raw, "--out", self.out, *more)


def edp(*arguments: object) -> int:
    """One call of the command, in this process."""
    before, sys.argv = sys.argv, ["edp", *map(str, arguments)]
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        sys.argv = before
    return 0


@pytest.fixture
def fresh(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    made = Shop(tmp_path_factory.mktemp("filled"))
    assert made.run() == 0
    return made


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr().err.strip()
    assert said.startswith("error: ")
    assert "\n" not in said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["pipeline", "--raw", "nowhere", "--out", "{tmp}/out"], "nowhere does not exist"),
        (["pipeline", "--raw", __file__, "--out", "{tmp}/out"], "is a file: give the folder"),
        (["pipeline", "--raw", "{tmp}", "--out", "{tmp}/out"], "is inside"),
        (["pipeline", "--raw", "{tmp}", "--out", __file__], "is a file: give a folder"),
        (["pipeline", "--raw", "{tmp}", "--out", "/proc/lake"], "cannot be written to"),
        (["pipeline", "--raw", "{tmp}"], "Missing option '--out'"),
        (["pipeline", "--row", "{tmp}"], "No such option: --row"),
        (["pipeline", "--raw", "r", "--out", "o", "--engine", "duck"], "'duck' is not one of"),
        (["generate", "--rows", "many", "--out", "{tmp}/out"], "Invalid value for '--rows'"),
        (["generate", "--dirty", "2", "--out", "{tmp}/out"], "Invalid value for '--dirty'"),
        (["generate", "--out", __file__], "not an empty folder"),
        (["inspect", "--dataset", "orders", __file__], "unknown dataset 'orders'"),
        (["inspect", "nowhere.csv"], "1 of 1 files could not be read"),
        (["insights", "--out", "{tmp}"], "nothing published"),
        (["score", "--raw", "{tmp}", "--out", "{tmp}"], "nothing published"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert edp(*(a.replace("{tmp}", str(tmp_path)) for a in arguments)) != 0
    assert expected in one_line(capsys)


def _link_to_nothing(raw: Path, _: pytest.MonkeyPatch) -> None:
    (raw / "events" / "gone.csv").symlink_to(raw / "nothing")


def _link_to_a_folder(raw: Path, _: pytest.MonkeyPatch) -> None:
    (raw / "events" / "more").symlink_to(raw / "users")


def _pipe(raw: Path, _: pytest.MonkeyPatch) -> None:
    os.mkfifo(raw / "events" / "pipe.csv")


def _file_without_rights(raw: Path, patch: pytest.MonkeyPatch) -> None:
    # Tests may run as a user whom rights do not bind.
    def refused(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    patch.setattr(raw_folder, "file_hash", refused)


def _folder_without_rights(raw: Path, patch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("events"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    patch.setattr(os, "scandir", refused)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_link_to_nothing, "gone.csv: cannot be read (No such file or directory)"),
        (_link_to_a_folder, "events/more: is a link; put the folder itself there"),
        (_pipe, "pipe.csv: is neither a file nor a folder"),
        (_file_without_rights, "e1.csv: cannot be read (Permission denied); mend its rights"),
        (_folder_without_rights, "events: cannot be read (Permission denied); mend its rights"),
    ],
)
def test_raw_that_cannot_be_read_is_not_passed_over(
    fresh: Shop,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path, pytest.MonkeyPatch], None],
    expected: str,
) -> None:
    spoil(fresh.raw, monkeypatch)
    assert fresh.run() == 1
    assert expected in one_line(capsys)
    assert not (fresh.out / "ledger").exists()


def test_raw_of_no_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw" / "orders").mkdir(parents=True)
    (tmp_path / "raw" / "orders" / "o.csv").write_text("a,b\n1,2\n")
    assert edp("pipeline", "--raw", tmp_path / "raw", "--out", tmp_path / "out") == 1
    assert "no file is in a folder named events, transactions, users" in one_line(capsys)


@pytest.mark.parametrize(
    "file", ["ledger/files/00000001.json", "publications/silver/*.json", "publications/gold/*.json"]
)
def test_a_torn_page_of_the_lake(
    filled: Shop, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    page = max(filled.out.glob(file))
    whole = page.read_text()
    page.write_text(whole[: len(whole) // 2])
    assert filled.run() == 1
    assert f"{page.name} is damaged" in one_line(capsys)
    page.write_text(whole)


def test_a_second_run_at_once_stops_and_nothing_is_lost(
    filled: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(filled.out)
    with (filled.out / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert filled.run() == 1
    assert "another run is at work there" in one_line(capsys)
    assert filled.run() == 0
    assert hashes(filled.out) == before


def test_what_nobody_foresaw_is_one_line_and_its_trace_a_file(
    filled: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise PySparkException("the engine gave up\nin the middle of something")

    monkeypatch.setattr(tables, "judge_files", broken)
    assert filled.run("--full") == 1
    said = one_line(capsys)
    assert "PySparkException: the engine gave up; running again is safe" in said
    log = Path(said.rpartition(" ")[2])
    assert "in the middle of something" in log.read_text()
    log.unlink()


LIMITS = {
    errno.ENOSPC: "no room is left on the disk; free some and run again",
    errno.EROFS: "it is read-only; make it one that can be written to and run again",
    errno.EACCES: "no permission; mend the rights and run again",
    errno.ENOMEM: "too little memory; close other programs or take a larger machine",
}


def test_limits_of_the_machine_are_told_in_words_though_a_worker_meets_them(
    fresh: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, words in LIMITS.items():

        def limited(self: CheckedFile, number: int = number) -> None:
            raise OSError(number, os.strerror(number), self.path)

        with monkeypatch.context() as patched:
            patched.setattr(CheckedFile, "_open", limited)
            assert fresh.run() == 1
        said = one_line(capsys)
        assert words in said
        assert str(fresh.out / "bronze") in said
    assert fresh.run() == 0


def test_an_engine_that_dies_while_the_process_ends_does_not_change_the_exit_code() -> None:
    dying = "import atexit, os; atexit.register(os.abort); from edp.__main__ import run; run()"
    command = [sys.executable, "-c", dying, "insights", "--out", "/nowhere"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_a_damaged_catalogue_is_one_line_too(
    fresh: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh.out.mkdir()
    (fresh.out / "catalog.db").write_bytes(b"no database at all, " * 100)
    assert fresh.run() == 1
    assert "not a database); build it anew with `edp rebuild --from bronze`" in one_line(capsys)
    assert edp("rebuild", "--from", "bronze", "--raw", fresh.raw, "--out", fresh.out) == 0
