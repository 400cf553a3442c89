"""What the jobs and Airflow run: code and wheels, under keys named after their content."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contracts.roots import added_files
from stacks.constructs.archive import ROOT, archive, below, digest, files

HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class ReleaseError(Exception):
    """Something to ship is not there; the text says what to do."""


@dataclass(frozen=True)
class Release:
    """Files that go to one folder of the code bucket."""

    folder: str
    hash: str
    path: Path

    def key(self, name: str) -> str:
        """Key of one of the files."""
        return f"{self.folder}/{self.hash}/{name}"


def jobs(root: Path = ROOT) -> Release:
    """The three scripts, and in one zip the packages that they import and the models."""
    scripts = files(root / "glue_scripts", "*.py", "*.tsv")
    library = {n: data for n, data in scripts.items() if n.startswith("lakehouse/")}
    models = below("models", files(root / "models", "*.sql"))
    packed = archive("lakehouse.zip", library | models | _shared(root)).read_bytes()
    entry_points = {n: data for n, data in scripts.items() if "/" not in n}
    return _release("jobs", entry_points | {"lakehouse.zip": packed})


@cache
def glue_wheels(root: Path = ROOT) -> Release:
    """What the jobs import beyond Glue's own packages, in the zip that Glue knows by its ending.

    https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-python-libraries.html has the
    layout: a folder `wheels` with the wheels and the list of what to install.
    """
    wheels = _wheels("glue", root)
    wanted = "".join(f"{n.split('-')[0]}=={n.split('-')[1]}\n" for n in sorted(wheels)).encode()
    content = below("wheels", wheels | {"requirements.txt": wanted})
    packed = archive("glue.gluewheels.zip", content).read_bytes()
    return _release("wheels", {"glue.gluewheels.zip": packed})


def airflow(root: Path = ROOT) -> Release:
    """What the managed Airflow installs: wheels as its plugins, and requirements."""
    packed = archive("plugins.zip", _wheels("mwaa", root)).read_bytes()
    wanted = files(root / "mwaa_dags", "requirements.txt")
    return _release("airflow", {"plugins.zip": packed} | wanted)


def dags(root: Path = ROOT) -> Path:
    """The folder of DAGs with the packages that they import."""
    own = files(root / "mwaa_dags", "*.py", "*.sql", ".airflowignore")
    return archive("dags.zip", own | _shared(root))


def _shared(root: Path) -> dict[str, bytes]:
    """What jobs and DAGs both import: the contracts, and the protocol of the lake.

    The files of all roots stand in one folder: a later root replaces what it names again.
    """
    contracts = below("contracts", files(root / "contracts", "*.py", "*.yaml", "*.csv"))
    protocol = below("lake_protocol", files(root / "lake_protocol", "*.py"))
    return contracts | added_files() | protocol


def _release(folder: str, content: dict[str, bytes]) -> Release:
    name = digest(content)
    return Release(folder, name, archive(f"{folder}.zip", below(f"{folder}/{name}", content)))


def _wheels(target: str, root: Path) -> dict[str, bytes]:
    lock = root / f"requirements-{target}.txt"
    folder = root / "build" / "wheels" / target
    text = lock.read_text(encoding="utf-8")
    wheels = files(folder, "*.whl")
    locked = {hashlib.sha256(w).hexdigest() for w in wheels.values()} <= set(HASH.findall(text))
    if len(wheels) != text.count("==") or not locked:
        raise ReleaseError(f"{folder}: not the wheels that {lock.name} locks: run make wheels")
    return wheels
