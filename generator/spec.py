"""What one file is to be."""

from __future__ import annotations

from dataclasses import dataclass

_FEW = 24


@dataclass(frozen=True)
class FileSpec:
    """Dataset, way of writing, number of records, and the defects it must show."""

    dataset: str
    way: str
    records: int
    kinds: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    last: bool = False
    """No other file of the dataset follows in the shard: copies that wait come now."""

    @property
    def written(self) -> int:
        """Records in all the files that it becomes: the same bytes may come twice."""
        return self.records * (2 if "same_bytes_again" in self.kinds else 1)

    @property
    def crowded(self) -> bool:
        """Whether its few records are needed for the defects it must show."""
        return "file_set_aside" in self.kinds or (bool(self.forced) and self.records < _FEW)
