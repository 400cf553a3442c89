"""What the managed image has installed, and how it installs requirements.

The lists in `images/` are the image's own: github.com/aws/amazon-mwaa-docker-images, folder
`images/airflow/<version>`, as of 2026-08-20. How it installs is in `user_requirements.py` there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

IMAGES = Path(__file__).parent / "images"
MANAGED = "/usr/local/airflow"
# The image looks for these words in any line, comments included.
OWN_CONSTRAINTS = re.compile(r"(-c|--constraint) ")
# Of all that pip says: what is wrong, and who asked for what.
SAID = re.compile(r"^ERROR: (.*)|^ +((?:The user|\S+ \S+ depends).*)", re.MULTILINE)
SECONDS = 120


class UninstallableError(Exception):
    """What pip says of requirements that the image could not install."""


def would_install(python: Path, version: str, requirements: Path, home: Path) -> dict[str, str]:
    """What the image would install of a requirements file: canonical name -> version.

    pip itself resolves, as in the image: beside the image's packages, under its constraints. It
    asks no index, whatever the file says. Markers are those of the Python that runs here.

    Args:
        python: interpreter of the Airflow that runs here.
        version: of Airflow.
        requirements: the file.
        home: stands for `/usr/local/airflow`, which the file may name.

    Raises:
        UninstallableError: pip finds no solution.
    """
    text = requirements.read_text(encoding="utf-8")
    lists = IMAGES / version
    constraints = [lists / "essential-constraints.txt"]
    if not OWN_CONSTRAINTS.search(text):
        constraints.append(lists / "constraints.txt")
    here = home / "requirements.here.txt"
    here.write_text(text.replace(MANAGED, str(home)), encoding="utf-8")
    report = _pip(_stand_in(python, version), here, constraints)
    packages = (item["metadata"] for item in report["install"])
    return {canonicalize_name(package["name"]): package["version"] for package in packages}


def _pip(python: Path, requirements: Path, constraints: list[Path]) -> dict[str, Any]:
    report = requirements.with_suffix(".json")
    limits = [argument for file in constraints for argument in ("--constraint", str(file))]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--dry-run",
            "--report",
            str(report),
            *limits,
            "--requirement",
            str(requirements),
        ],
        env={
            "PATH": os.environ.get("PATH", ""),
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".replace(str(requirements.parent), MANAGED)
        raise UninstallableError("; ".join("".join(parts) for parts in SAID.findall(said)))
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


@cache
def _stand_in(python: Path, version: str) -> Path:
    """An environment that says it has the image's packages; made once for each Airflow."""
    packages = IMAGES / version / "packages.txt"
    if not packages.exists():
        known = ", ".join(sorted(folder.name for folder in IMAGES.iterdir()))
        raise UninstallableError(f"what the image of Airflow {version} has is not known: {known}")
    root = python.parent.parent / f"image-{version}"
    if not (ready := root / ".ready").exists():
        venv = [str(python), "-m", "venv", "--without-pip", "--clear", str(root)]
        subprocess.run(venv, check=True, capture_output=True, timeout=SECONDS)
        (site,) = root.glob("lib/*/site-packages")
        for name, text in _descriptions(python, packages):
            (site / name).mkdir()
            (site / name / "METADATA").write_text(text, encoding="utf-8")
        ready.touch()
    return root / "bin" / "python"


def _descriptions(python: Path, packages: Path) -> Iterator[tuple[str, str]]:
    """Folder and content of each package's metadata; complete for what is installed here too."""
    here = {
        (canonicalize_name(d.name), d.version): str(d.read_text("METADATA"))
        for d in distributions(
            path=[str(p) for p in python.parent.parent.glob("lib/*/site-packages")]
        )
    }
    for line in packages.read_text(encoding="utf-8").split():
        name, _, version = line.partition("==")
        bare = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        folder = f"{canonicalize_name(name).replace('-', '_')}-{version}.dist-info"
        yield folder, here.get((canonicalize_name(name), version), bare)
