"""The Airflow that is installed: its version, and whether requirements are met there."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

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
        MissingError: something is not installed, or in another version.
    """
    lines = _run(python, str(INSIDE / "requirements.py"), str(requirements), str(home))
    if lines:
        raise MissingError(
            f"requirements are not met, and nothing is installed at run time here: "
            f"{'; '.join(lines.splitlines())}"
        )


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
