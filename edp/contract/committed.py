"""What contracts and models said at a commit."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from contracts.roots import PARTS
from edp.contract.declared import Declared, Roots, declared
from edp.contract_roots import ROOT, contract_roots
from edp.errors import EdpError
from lakehouse.runtime.code_hash import marks_of

PACKAGES = ("contracts", "lake_protocol", "glue_scripts/lakehouse")
CONFIG = "config"


def committed(revision: str) -> tuple[Declared, list[str]]:
    """What a commit of this repository says, and what people should know about that.

    Roots of the configuration that stand in another repository are taken at its HEAD, others as
    they are.

    Raises:
        EdpError: This is no repository, or it has no such commit.
    """
    with tempfile.TemporaryDirectory() as folder:
        then = Path(folder).resolve()
        extract(ROOT, revision, (*PARTS, CONFIG, *PACKAGES), then)
        roots, notes = _roots(then, revision)
        code = marks_of([then / package for package in PACKAGES])
        return declared(roots, settings_in(then), code), notes


def settings_in(root: Path) -> dict[str, str]:
    """The files of the configuration."""
    return {p.name: p.read_text("utf-8") for p in sorted((root / CONFIG).glob("*.toml"))}


def _roots(then: Path, revision: str) -> tuple[Roots, list[str]]:
    roots: list[tuple[str, Path]] = [(f"{revision}:", then)]
    notes: list[str] = []
    for named in contract_roots(then):
        # What is named by a way from the repository stands on that way from it, not from the copy.
        folder = (ROOT / named.relative_to(then) if named.is_relative_to(then) else named).resolve()
        if folder.is_relative_to(ROOT):
            way = folder.relative_to(ROOT)
            extract(ROOT, revision, [f"{way}/{part}" for part in PARTS], then)
            roots.append((f"{revision}:{way}/", then / way))
        else:
            place, note = _elsewhere(folder, then / ".roots" / str(len(roots)))
            roots.append((f"{folder}/", place))
            notes.append(note)
    return roots, notes


def _elsewhere(folder: Path, copy: Path) -> tuple[Path, str]:
    """A root that is not in this repository, as it is committed where it stands."""
    home = _repository(folder)
    if home is None:
        return folder, f"{folder} is in no repository: taken as it is now"
    way = folder.relative_to(home)
    extract(home, "HEAD", [f"{way}/{part}" for part in PARTS], copy)
    return copy / way, f"{folder} is in another repository: taken at its HEAD"


def _repository(folder: Path) -> Path | None:
    """The repository that a folder is in."""
    done = _git(folder, "rev-parse", "--show-toplevel") if folder.is_dir() else None
    return Path(done.stdout.decode().strip()) if done and done.returncode == 0 else None


def extract(repository: Path, revision: str, paths: Sequence[str], to: Path) -> None:
    """Writes those of some paths that a commit has to a folder."""
    listed = _asked(repository, "ls-tree", "--name-only", "-z", revision, "--", *paths)
    there = [path for path in listed.decode().split("\0") if path]
    to.mkdir(parents=True, exist_ok=True)
    if there:
        packed = _asked(repository, "archive", "--format=tar", revision, "--", *there)
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(to, filter="data")


def _asked(repository: Path, *arguments: str) -> bytes:
    done = _git(repository, *arguments)
    if done.returncode:
        why = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"])[0]
        raise EdpError(f"{repository}: {why}: name a commit with --against, or a lake with --lake")
    return done.stdout


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise EdpError("no git command: the committed state cannot be read") from error
