"""Whether what a requirements file asks for is installed, as it stands: nothing is fetched.

Arguments: the file, and the folder that stands for `/usr/local/airflow`. Prints what is missing,
one line each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

MANAGED = "/usr/local/airflow"
# Comments; and hashes, which are for what is fetched.
IGNORED = re.compile(r"(^|\s)(#.*|--hash=\S+)")


@dataclass
class File:
    """What stands in a requirements file."""

    wanted: list[Requirement] = field(default_factory=list)
    constraints: list[Requirement] = field(default_factory=list)
    wheels: dict[str, set[Version]] = field(default_factory=dict)


class UnusableError(Exception):
    """A line that means nothing here; the text says why."""


def missing(text: str, home: Path) -> Iterator[str]:
    """What a requirements file asks for and is not there, each with what is there instead.

    Raises:
        UnusableError: a line that cannot be followed.
    """
    file = parse(text, home)
    for wanted in file.wanted:
        yield from _unmet(wanted, file)


def parse(text: str, home: Path) -> File:
    """Reads a requirements file with the files that it names."""
    file = File()
    for line in _lines(text):
        option, _, value = line.replace("=", " ", 1).partition(" ") if line[0] == "-" else ("",) * 3
        if option in ("-c", "--constraint"):
            file.constraints += [_requirement(c) for c in _lines(_read(value.strip(), home))]
        elif option in ("-f", "--find-links"):
            file.wheels |= _wheels(_local(value.strip(), home))
        elif option and option != "--no-index":
            raise UnusableError(f"'{line}' is not supported in a requirements file here")
        elif not option:
            file.wanted.append(_requirement(line))
    return file


def _unmet(wanted: Requirement, file: File) -> Iterator[str]:
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        return
    try:
        found = Version(metadata.version(wanted.name))
    except metadata.PackageNotFoundError:
        yield f"{wanted}: not installed"
        return
    if not wanted.specifier.contains(found, prereleases=True):
        yield f"{wanted}: {found} is installed"
    for limit in file.constraints:
        same = canonicalize_name(limit.name) == canonicalize_name(wanted.name)
        if same and not limit.specifier.contains(found, prereleases=True):
            yield f"{wanted}: {found} is installed, and a constraint says {limit}"
    shipped = file.wheels.get(canonicalize_name(wanted.name), {found})
    if found not in shipped:
        yield f"{wanted}: {found} is installed, and the wheel that comes along is {_list(shipped)}"
    yield from _unmet_extras(wanted, file)


def _unmet_extras(wanted: Requirement, file: File) -> Iterator[str]:
    for extra in wanted.extras:
        for text in metadata.requires(wanted.name) or []:
            needed = Requirement(text)
            if needed.marker and needed.marker.evaluate({"extra": extra}):
                needed.marker = None
                yield from _unmet(needed, file)


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        if kept := IGNORED.sub("", line).strip():
            yield kept


def _requirement(line: str) -> Requirement:
    try:
        return Requirement(line)
    except InvalidRequirement as error:
        raise UnusableError(f"'{line}' is not a requirement: {error}".splitlines()[0]) from None


def _local(path: str, home: Path) -> Path:
    if "://" in path:
        raise UnusableError(f"{path} would be fetched; ship it in plugins.zip")
    if path == MANAGED or path.startswith(f"{MANAGED}/"):
        return home / path.removeprefix(MANAGED).strip("/")
    raise UnusableError(f"{path} is not below {MANAGED}")


def _read(path: str, home: Path) -> str:
    try:
        return _local(path, home).read_text(encoding="utf-8")
    except OSError:
        raise UnusableError(f"{path} is not there; does plugins.zip have it?") from None


def _wheels(folder: Path) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for file in folder.glob("*.whl"):
        try:
            name, version, *_ = parse_wheel_filename(file.name)
        except InvalidWheelFilename as error:
            raise UnusableError(str(error)) from None
        found.setdefault(name, set()).add(version)
    return found


def _list(versions: set[Version]) -> str:
    return ", ".join(sorted(map(str, versions)))


if __name__ == "__main__":
    try:
        print(*missing(Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2])), sep="\n")
    except UnusableError as unusable:
        print(unusable)
