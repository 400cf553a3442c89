"""Requirements are resolved as in the managed image: beside its packages, under its constraints.

Sources: github.com/aws/amazon-mwaa-docker-images, images/airflow/3.2.1 (`user_requirements.py`,
constraints and bill of materials); docs.aws.amazon.com/mwaa/latest/userguide, page
best-practices-dependencies.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from local_cloud.mwaa.image import IMAGES, UninstallableError, would_install
from local_cloud.mwaa.installation import MissingError, hold
from stacks.constructs.archive import ROOT

pytestmark = pytest.mark.slow

PYTHON = ROOT / "build" / "airflow" / "bin" / "python"
VERSION = "3.2.1"
OURS = ROOT / "mwaa_dags" / "requirements.txt"
MESSAGING = "apache-airflow-providers-common-messaging"
OFFLINE = "--no-index\n--find-links /usr/local/airflow/plugins\n"
LIMITS = "--constraint /usr/local/airflow/plugins/constraints.txt\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Stands for /usr/local/airflow, with the wheels that the stacks ship."""
    shutil.copytree(ROOT / "build" / "wheels" / "mwaa", tmp_path / "plugins")
    return tmp_path


def resolved(home: Path, text: str) -> dict[str, str]:
    file = home / "requirements.txt"
    file.write_text(text)
    return would_install(PYTHON, VERSION, file, home)


def pinned(name: str) -> str:
    lines = (IMAGES / VERSION / "constraints.txt").read_text().splitlines()
    return next(line for line in lines if line.startswith(f"{name}=="))


def test_the_shipped_requirements_install_in_the_image(home: Path) -> None:
    assert set(resolved(home, OURS.read_text())) == {MESSAGING}
    hold(PYTHON, home / "requirements.txt", home)


def test_what_the_image_has_is_not_installed_again(home: Path) -> None:
    assert resolved(home, "boto3\napache-airflow") == {}


@pytest.mark.fact(
    "MWAA",
    "requirements fit the packages of the image, or none installs; here none ever does",
    source="mwaa:best-practices-dependencies",
    how="simplified",
)
def test_a_pin_that_is_not_the_images_own_has_no_solution(home: Path) -> None:
    (home / "plugins" / "constraints.txt").write_text("pydantic==2.13.3\n")
    with pytest.raises(UninstallableError, match="pydantic"):
        resolved(home, f"{OFFLINE}{LIMITS}{MESSAGING}")


def test_the_images_own_pin_has_one(home: Path) -> None:
    (home / "plugins" / "constraints.txt").write_text(pinned("pydantic"))
    assert set(resolved(home, f"{OFFLINE}{LIMITS}{MESSAGING}")) == {MESSAGING}


def test_a_missing_wheel_is_named(home: Path) -> None:
    for wheel in (home / "plugins").glob("*.whl"):
        wheel.unlink()
    with pytest.raises(UninstallableError, match=MESSAGING):
        resolved(home, OURS.read_text())


@pytest.mark.fact(
    "MWAA", "wheels lie at the root of plugins.zip", source="mwaa:best-practices-dependencies"
)
def test_wheels_in_a_folder_of_the_archive_are_not_found(home: Path) -> None:
    (home / "plugins" / "wheels").mkdir()
    for wheel in (home / "plugins").glob("*.whl"):
        wheel.rename(wheel.parent / "wheels" / wheel.name)
    with pytest.raises(UninstallableError, match=MESSAGING):
        resolved(home, OURS.read_text())


def test_an_essential_package_in_another_version_is_refused(home: Path) -> None:
    (home / "plugins" / "constraints.txt").write_text("celery==5.0.0\n")
    with pytest.raises(UninstallableError, match="celery"):
        resolved(home, f"{LIMITS}celery")


def test_nothing_is_fetched(home: Path) -> None:
    with pytest.raises(UninstallableError, match="six-feet-under"):
        resolved(home, "six-feet-under")


def test_what_would_be_installed_must_be_installed_here(home: Path) -> None:
    wheel = next((home / "plugins").glob("*messaging*.whl"))
    shutil.copy(wheel, home / "plugins" / wheel.name.replace("-2.0.3-", "-2.0.2-"))
    wheel.unlink()
    (home / "requirements.txt").write_text(f"--no-index\n# no limits\n{MESSAGING}")
    with pytest.raises(MissingError, match="would only log"):
        hold(PYTHON, home / "requirements.txt", home)


def test_an_image_that_nobody_knows_is_refused(home: Path) -> None:
    with pytest.raises(UninstallableError, match=r"2\.0\.0"):
        would_install(PYTHON, "2.0.0", OURS, home)


def test_the_local_airflow_has_the_images_own_versions() -> None:
    here = {
        d.name.removesuffix(".dist-info").lower()
        for d in PYTHON.parent.parent.glob("lib/*/site-packages/*.dist-info")
    }
    image = {
        line.replace("==", "-").replace("-", "_").lower()
        for line in (IMAGES / VERSION / "packages.txt").read_text().split()
    }
    names = {package.rpartition("_")[0] for package in image}
    ours = {name.replace("-", "_") for name in here}
    same = {package for package in ours if package.rpartition("_")[0] in names}
    assert same <= image
    assert len(same) > 150
