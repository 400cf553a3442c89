"""PyIceberg's way to files."""

from __future__ import annotations

from typing import Any

from pyarrow.fs import FileSystem
from pyiceberg.io.pyarrow import PyArrowFileIO

from lakehouse.storage.s3 import filesystem


class IcebergIO(PyArrowFileIO):
    """Buckets are reached as everywhere else here, so that credentials are renewed in long runs.

    PyIceberg itself keeps the file system that it made first, with the credentials of that moment.
    """

    def __init__(self, properties: dict[str, str]) -> None:
        """Takes PyIceberg's properties."""
        super().__init__(properties)
        self.fs_by_scheme = self._now

    def __setstate__(self, state: dict[str, Any]) -> None:
        """As it was before it was pickled."""
        super().__setstate__(state)
        self.fs_by_scheme = self._now

    def _now(self, scheme: str, netloc: str | None) -> FileSystem:
        return filesystem() if scheme == "s3" else self._initialize_fs(scheme, netloc)
