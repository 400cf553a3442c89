"""Storage in folders of this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

import pyarrow.fs

from lakehouse.storage import raw_folder
from lakehouse.storage.file_hash import file_hash
from lakehouse.storage.interface import Contents, Listing


class Local:
    """Files and folders; see `lakehouse.storage.interface` for what each method is for."""

    def raw_files(self, place: str, contents: Contents | None = None) -> Listing:
        return raw_folder.raw_files(Path(place), contents or {})

    def open_raw(self, path: str, version: str) -> BinaryIO:
        return Path(path).open("rb")

    def stamp(self, path: str) -> str:
        try:
            return raw_folder.stamp(Path(path).stat())
        except FileNotFoundError:
            return "gone"

    def files(self, place: str, suffix: str) -> list[str]:
        return sorted(str(p) for p in Path(place).rglob(f"*{suffix}"))

    def arrow(self, path: str) -> tuple[pyarrow.fs.FileSystem, str]:
        return pyarrow.fs.LocalFileSystem(), path

    def make_room(self, path: str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)

    def read_text(self, path: str) -> str:
        return Path(path).read_text(encoding="utf-8")

    def write_text(self, path: str, text: str) -> None:
        self._aside(path, text).replace(path)

    def create_text(self, path: str, text: str) -> None:
        aside = self._aside(path, text)
        try:
            os.link(aside, path)
        finally:
            aside.unlink()

    def move(self, path: str, to: str) -> None:
        self.make_room(to)
        Path(path).rename(to)

    def delete(self, path: str) -> None:
        Path(path).unlink(missing_ok=True)

    def delete_below(self, place: str) -> None:
        shutil.rmtree(place, ignore_errors=True)

    def mark(self, path: str) -> str | None:
        try:
            return file_hash(path)
        except FileNotFoundError:
            return None

    def _aside(self, path: str, text: str) -> Path:
        self.make_room(path)
        aside = Path(f"{path}.{os.getpid()}.tmp")
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return aside
