"""What was generated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """Records by dataset, files by expected verdict, defects by kind, bytes written."""

    rows: dict[str, int]
    files: dict[str, int]
    kinds: dict[str, int]
    size: int

    @property
    def total_rows(self) -> int:
        """Records of all datasets."""
        return sum(self.rows.values())

    @property
    def total_files(self) -> int:
        """Files of all verdicts."""
        return sum(self.files.values())
