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
    sources = (source for kind in _kinds() for source in found(kind).values())
    return [f"{s.label} replaces {s.replaces}" for s in sources if s.replaces]


def texts() -> dict[str, str]:
    """All that contracts and models say: path below a root -> text of the file that counts."""
    return {
        f"{kind}/{source.file.name}": source.read()
        for kind in _kinds()
        for source in found(kind).values()
    }


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
    return found_in(kind, folders(others))


def folders(others: Sequence[str]) -> list[tuple[str, Traversable]]:
    """What labels of files start with, and the root: the platform's own, then others."""
    return [("", own()), *((f"{root}/", Path(root)) for root in others)]


def found_in(kind: str, folders: Sequence[tuple[str, Traversable]]) -> dict[str, Source]:
    """Name -> file, in order of names, of any roots.

    Args:
        kind: A folder of each root, such as `contracts/source` or `models`.
        folders: What labels of files start with, and the root; a later one replaces names again.
    """
    sources: dict[str, Source] = {}
    for label, root in folders:
        for source in list(_listed(kind, root, f"{label}{kind}")):
            earlier = sources.get(source.name)
            replaces = earlier.label if earlier else None
            sources[source.name] = Source(source.name, source.label, source.file, replaces)
    return dict(sorted(sources.items()))


def _listed(kind: str, root: Traversable, label: str) -> Iterator[Source]:
    folder = root.joinpath(kind)
    for file in folder.iterdir() if folder.is_dir() else ():
        name = PurePath(file.name)
        if name.suffix in ENDINGS:
            yield Source(name.stem, f"{label}/{name}", file)


def own() -> Traversable:
    """The folder of the platform's own contracts and models."""
    package = files("contracts")
    # Neither a folder nor a zip on the path leads upwards by the interface they share.
    parent: Traversable = getattr(package, "parent")  # noqa: B009
    return parent


def _kinds() -> list[str]:
    return ["models", *(f"contracts/{folder}" for folder in _layers())]


def _layers() -> list[str]:
    folders = [own().joinpath("contracts"), *(Path(r) / "contracts" for r in roots())]
    there = (part for folder in folders if folder.is_dir() for part in folder.iterdir())
    return sorted({part.name for part in there if part.is_dir()})
