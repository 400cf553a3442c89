"""What a producer file says, as typed values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase

# Between the name of a file and the dataset, where one file feeds several.
AS = "#as-"
# A file may come packed, and a file that is put back stands in a folder of its own.
PACKED = re.compile(r"[.](gz|zst|bz2|xz)$", re.IGNORECASE)
# A file in an archive stands beside it, as far as names go.
IN_ARCHIVE = re.compile(r"[^/]+[.]zip!/", re.IGNORECASE)
PUT_BACK = re.compile(r"^[^/]+/replayed/[^/]+/(?=[^/]+/)")


@dataclass(frozen=True)
class Part:
    """What the files of a producer say of one dataset.

    Attributes:
        records: The name of the array that holds the records.
        columns: Name or path in the files -> column; None where a name means nothing here. A
            column that stands here is known by these names only.
        values: Column -> its value where a record says nothing.
        words: Column -> allowed value -> further words for it.
        minor_units: Amounts that count the smallest unit of their currency.
        decimals: Currency -> digits of that unit, where the producer counts another one than ISO
            4217 has; None where nobody knows.
    """

    dataset: str
    records: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    minor_units: tuple[str, ...] = ()
    decimals: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, list[str]]:
        """Column -> the names that it has in the files, the first one first."""
        found: dict[str, list[str]] = {}
        for name, column in self.columns.items():
            if column is not None:
                found.setdefault(column, []).append(name)
        return found


@dataclass(frozen=True)
class Producer:
    """One source of files.

    Attributes:
        files: Names or patterns below raw; one that ends in `/` means all below a folder.
        parts: What its files hold, a dataset each; the first names the file in the ledger.
        skip_lines: How many lines stand before the header.
        date_order: What comes first in dates of three numbers: `day` or `month`.
        decimal_mark: `.` or `,`.
        time_zone: Of moments that name none.
    """

    name: str
    files: tuple[str, ...]
    parts: tuple[Part, ...]
    owner: str = ""
    description: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    skip_lines: int = 0
    date_order: str | None = None
    decimal_mark: str | None = None
    time_zone: str | None = None

    def matches(self, uri: str) -> int:
        """How exactly a file below raw is described: 0 is not at all."""
        name = PUT_BACK.sub("", uri)
        names = {name, PACKED.sub("", name), IN_ARCHIVE.sub("", name)}
        fitting = (p for p in self.files if any(_fits(p, n) for n in names))
        return max(map(len, fitting), default=0)

    def part(self, dataset: str) -> Part | None:
        """What its files say of a dataset."""
        return next((part for part in self.parts if part.dataset == dataset), None)

    @property
    def mark(self) -> str:
        """Another one where its files are read otherwise."""
        said = {k: v for k, v in asdict(self).items() if k not in ("owner", "description", "files")}
        return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _fits(pattern: str, name: str) -> bool:
    if pattern.endswith("/"):
        return name.startswith(pattern)
    return fnmatchcase(name, pattern)


def raw_name(uri: str) -> str:
    """The name below raw of a file that feeds several datasets, or any other."""
    return uri.partition(AS)[0]
