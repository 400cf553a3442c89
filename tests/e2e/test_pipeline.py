"""Messy files in, trusted gold out: the whole way, as people run it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from edp.lake import Lake
from edp.score import score
from generator import generate
from tests.conservation import check_conservation
from tests.e2e.lake import edp, pipeline

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "raw"
    generate(3_500, 7, 1.0, folder, workers=1)
    return folder


@pytest.fixture(scope="module")
def lake(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lake") / "out"
    done = edp("pipeline", "--raw", raw, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_every_file_record_value_and_mart_is_as_the_answer_key_says(raw: Path, lake: Path) -> None:
    found = score(raw, Lake.in_folder(lake))
    assert found.ok, found.to_json()


def test_another_seed_too_where_files_are_written_over(tmp_path: Path) -> None:
    generated, raw = tmp_path / "generated", tmp_path / "raw"
    generate(3_500, 8, 1.0, generated, workers=1)
    for versions in (generated / "_earlier", generated):
        shutil.copytree(versions, raw, dirs_exist_ok=True)
        pipeline(raw, tmp_path / "out")
    found = score(raw, Lake.in_folder(tmp_path / "out"))
    assert found.ok, found.to_json()


def test_every_record_has_exactly_one_fate(raw: Path, lake: Path) -> None:
    assert check_conservation(raw, lake) == []


def test_a_missing_folder_is_one_clear_line(tmp_path: Path) -> None:
    done = edp("pipeline", "--raw", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "does not exist" in done.stderr
    assert "Traceback" not in done.stderr
