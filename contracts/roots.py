"""The folders in which contracts and models stand: the platform's own, then the user's.

Each one is laid out like this repository: `contracts/<layer>/<name>.yaml`, `models/<name>.sql`.
What is shipped to AWS has all of them in one folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath

from contracts.errors import ContractError

# Set for this process and those that it starts, such as an engine's workers.
VARIABLE = "EDP_CONTRACTS"
PARTS = ("contracts", "models")
ENDINGS = (".yaml", ".sql")


@dataclass(frozen=True)
class Source:
    """A file of a root.

    Attributes:
        name: Without its ending.
        label: How people find it.
        file: Its content.
        replaces: The label of the file of an earlier root that it stands for.
    """

    name: str
    label: str
    file: Traversable
    replaces: str | None = None

    def read(self) -> str:
        """Its text; raises ContractError where it is none."""
        try:
            return self.file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ContractError(f"{self.label}: not UTF-8 ({error})") from error


def use(folders: Sequence[Path]) -> None:
    """Sets the roots that follow the platform's own; a later one replaces what it names again.

    Raises:
        ContractError: A folder has neither contracts nor models.
    """
    for folder in folders:
        if not any((folder / part).is_dir() for part in PARTS):
            raise ContractError(f"{folder}: expected a folder contracts/ or models/ in it")
    os.environ[VARIABLE] = os.pathsep.join(str(folder.resolve()) for folder in folders)


def roots() -> tuple[str, ...]:
    """The folders that follow the platform's own."""
    return tuple(filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)))


def found(kind: str) -> dict[str, Source]:
    """Name -> file, in order of names.

    Args:
        kind: A folder of each root, such as `contracts/source` or `models`.
    """
    return _found(kind, roots())


def replaced() -> list[str]:
    """What later roots replace, a line each."""
    kinds = ["models", *(f"contracts/{folder}" for folder in _layers())]
    sources = (source for kind in kinds for source in found(kind).values())
    return [f"{s.label} replaces {s.replaces}" for s in sources if s.replaces]


def added_files() -> dict[str, bytes]:
    """The files of all roots but the platform's own: path below a root -> content."""
    shipped: dict[str, bytes] = {}
    for root in map(Path, roots()):
        for part in PARTS:
            there = sorted(p for p in (root / part).rglob("*") if p.suffix in ENDINGS)
            shipped |= {p.relative_to(root).as_posix(): p.read_bytes() for p in there}
    return shipped


@cache
def _found(kind: str, others: tuple[str, ...]) -> dict[str, Source]:
    sources = {source.name: source for source in _listed(kind, _own(), kind)}
    for root in map(Path, others):
        for source in _listed(kind, root, str(root / kind)):
            earlier = sources.get(source.name)
            label = earlier.label if earlier else None
            sources[source.name] = Source(source.name, source.label, source.file, label)
    return dict(sorted(sources.items()))


def _listed(kind: str, root: Traversable, label: str) -> Iterator[Source]:
    folder = root.joinpath(kind)
    for file in folder.iterdir() if folder.is_dir() else ():
        name = PurePath(file.name)
        if name.suffix in ENDINGS:
            yield Source(name.stem, f"{label}/{name}", file)


def _own() -> Traversable:
    package = files("contracts")
    # Neither a folder nor a zip on the path leads upwards by the interface they share.
    parent: Traversable = getattr(package, "parent")  # noqa: B009
    return parent


def _layers() -> list[str]:
    folders = [_own().joinpath("contracts"), *(Path(r) / "contracts" for r in roots())]
    there = (part for folder in folders if folder.is_dir() for part in folder.iterdir())
    return sorted({part.name for part in there if part.is_dir()})
