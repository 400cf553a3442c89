"""What was generated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Summary:
    """Records by dataset, files by expected verdict and by suffix, defects by kind, bytes."""

    rows: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    size: int = 0

    @property
    def total_rows(self) -> int:
        """Records of all datasets."""
        return self.rows.total()

    @property
    def total_files(self) -> int:
        """Files of all verdicts."""
        return self.files.total()

    def add(self, other: Summary) -> None:
        """Counts what another part wrote as well."""
        for name in ("rows", "files", "formats", "kinds"):
            getattr(self, name).update(getattr(other, name))
        self.size += other.size
