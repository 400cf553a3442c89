"""What is shipped: the same bytes for the same content, and only what a job imports."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stacks.constructs import archive, release
from stacks.constructs.archive import ROOT


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(archive, "MADE", tmp_path / "made")
    for folder in ("glue_scripts", "contracts", "lake_protocol", "models"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_times_and_caches_of_files_do_not_matter(copy: Path) -> None:
    before = release.jobs(copy)
    (copy / "glue_scripts" / "lakehouse" / "iceberg" / "catalog.py").touch()
    (copy / "glue_scripts" / "lakehouse" / "left.pyc").write_bytes(b"x")
    first = before.path.read_bytes()
    shutil.rmtree(copy / "made")
    after = release.jobs(copy)
    assert (after.hash, after.path.read_bytes()) == (before.hash, first)


def test_a_changed_line_is_another_release(copy: Path) -> None:
    before = release.jobs(copy).hash
    with (copy / "glue_scripts" / "lakehouse" / "iceberg" / "catalog.py").open("a") as file:
        file.write("# changed\n")
    assert release.jobs(copy).hash != before


def test_a_changed_model_is_another_release(copy: Path) -> None:
    before = release.jobs(copy).hash
    with (copy / "models" / "daily_revenue.sql").open("a") as file:
        file.write("-- changed\n")
    assert release.jobs(copy).hash != before


def test_jobs_import_from_the_zip_what_they_need(copy: Path) -> None:
    with zipfile.ZipFile(release.jobs(copy).path) as shipped:
        shipped.extractall(copy / "code")
    (library,) = (copy / "code").rglob("lakehouse.zip")
    look = (
        "import lakehouse.iceberg.catalog, contracts; contracts.load_layer('gold'); "
        "contracts.currencies(); "
        "from lakehouse.gold.plan import plan; assert any(step.model for step in plan()); "
        "print(lakehouse.iceberg.catalog.__file__)"
    )
    run = subprocess.run(
        [sys.executable, "-P", "-c", look],
        env={"PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        check=True,
        cwd=copy,
    )
    assert str(library) in run.stdout


def test_missing_wheels_are_one_line(tmp_path: Path) -> None:
    shutil.copy(ROOT / "requirements-glue.txt", tmp_path)
    with pytest.raises(
        release.ReleaseError, match=r"requirements-glue\.txt locks: run make wheels"
    ):
        release.glue_wheels(tmp_path)


def test_a_changed_wheel_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / "requirements-mwaa.txt", tmp_path)
    target = tmp_path / "build" / "wheels" / "mwaa"
    shutil.copytree(ROOT / "build" / "wheels" / "mwaa", target)
    (wheel,) = target.glob("*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"x")
    (tmp_path / "mwaa_dags").mkdir()
    with pytest.raises(release.ReleaseError, match="make wheels"):
        release.airflow(tmp_path)
