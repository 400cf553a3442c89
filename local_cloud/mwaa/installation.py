"""The Airflow that is installed: its version, and whether requirements are met there."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from local_cloud.mwaa.image import UninstallableError, would_install

INSIDE = Path(__file__).parent / "inside"
VERSION = "from importlib.metadata import version; print(version('apache-airflow'))"
SECONDS = 60


class MissingError(Exception):
    """Airflow is not installed, or not what is asked for; the text says what is missing."""


@cache
def version(python: Path) -> str:
    """The version of Airflow in an interpreter's environment.

    Raises:
        MissingError: there is none.
    """
    return _run(python, "-c", VERSION)


def python_folder(python: Path) -> Path:
    """The folder of an interpreter's environment; what belongs to it alone is kept there."""
    return python.parent.parent


def hold(python: Path, requirements: Path, home: Path) -> None:
    """Holds what is installed to a requirements file.

    Args:
        python: The interpreter.
        requirements: The file.
        home: Stands for `/usr/local/airflow`, which the file may name.

    Raises:
        MissingError: the image could not install it, or it is not installed here in this version.
    """
    try:
        wanted = would_install(python, version(python), requirements, home)
    except UninstallableError as error:
        raise MissingError(
            f"the image could not install the requirements, would only log that, and no DAG that "
            f"imports them would load: {error}"
        ) from error
    installed = _installed(python)
    missing = [f"{name}=={v}" for name, v in wanted.items() if installed.get(name) != v]
    if missing:
        raise MissingError(
            f"not installed where the local Airflow runs, and nothing is installed at run time "
            f"here: {', '.join(sorted(missing))}"
        )


def _installed(python: Path) -> dict[str, str]:
    places = [str(p) for p in python_folder(python).glob("lib/*/site-packages")]
    return {canonicalize_name(d.name): d.version for d in distributions(path=places)}


def _run(python: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [str(python), *arguments], env={}, capture_output=True, text=True, timeout=SECONDS
        )
    except FileNotFoundError:
        raise MissingError(f"Airflow is not installed: {python} is not there") from None
    if done.returncode:
        raise MissingError(f"{python}: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.strip()
