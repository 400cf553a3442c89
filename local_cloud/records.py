"""What a part of the cloud has to remember, so that it is there again after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from local_cloud.settings import current

Record = dict[str, Any]
FOLDER = "records"


class Records(MutableMapping[str, Record]):
    """Name -> record, each a JSON file of its own.

    A record that was read is a copy: to change one, put it back.
    """

    def __init__(self, part: str, kind: str) -> None:
        """Opens the records of one kind that a part keeps, such as `redshift`, `workgroups`."""
        self._part, self._kind = part, kind

    def __getitem__(self, name: str) -> Record:
        try:
            found: Record = json.loads(self._file(name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise KeyError(name) from None
        return found

    def __setitem__(self, name: str, record: Record) -> None:
        # Whole or not at all: the cloud may be killed at any moment.
        file = self._file(name)
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps(record), encoding="utf-8")
        aside.replace(file)

    def __delitem__(self, name: str) -> None:
        try:
            self._file(name).unlink()
        except FileNotFoundError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return (unquote(file.stem) for file in sorted(self._folder.glob("*.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def _folder(self) -> Path:
        return current().part(f"{FOLDER}/{self._part}/{self._kind}")

    def _file(self, name: str) -> Path:
        # A dot would be taken for the beginning of a suffix.
        return self._folder / f"{quote(name, safe='').replace('.', '%2E')}.json"


def all_records() -> dict[str, list[str]]:
    """Part and kind -> names, of whatever any part remembers."""
    folders = sorted(current().part(FOLDER).glob("*/*"))
    return {f"{f.parent.name}.{f.name}": list(Records(f.parent.name, f.name)) for f in folders}
