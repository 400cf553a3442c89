"""A file as it was built, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from generator.fates import Fate


@dataclass
class BuiltFile:
    """One file of the answer key. Keys and truth are there only if the file is accepted."""

    path: str
    dataset: str | None
    verdict: str
    kinds: tuple[str, ...]
    size: int
    format: str | None = None
    compression: str | None = None
    encoding: str | None = None
    records: int | None = None
    bad_records: int | None = None
    reason: str | None = None
    keys: pa.Array | None = None
    truth: pa.Table | None = None
    fates: dict[int, Fate] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether its records count."""
        return self.keys is not None
