"""Looks at the beginning of each raw file: what DuckDB's readers have to be told about it.

Only what no SQL reader finds out by itself. The few files in other encodings than UTF-8, not all of
which those readers know, are written anew as plain UTF-8.
"""

from __future__ import annotations

import codecs
import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

HEAD = 1 << 16
DELIMITERS = ",;\t|"
BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class RawFile:
    """One raw file.

    `reader` is the DuckDB reader that takes it: `lines`, `gzip_lines`, `json_array` or `parquet`;
    `path` is where that reader finds it, `uri` its place below the raw folder.
    """

    uri: str
    path: Path
    reader: str
    kind: str
    delimiter: str | None
    header: list[str] | None
    folders: dict[str, str]


def look(raw: Path, dataset: str, aside: Path) -> list[RawFile]:
    """The dataset's files with at least one line, in the order of their names."""
    paths = sorted(p for p in (raw / dataset).rglob("*") if p.is_file() and not _hidden(raw, p))
    found = (_look(path, path.relative_to(raw), aside) for path in paths)
    return [file for file in found if file is not None]


def _hidden(raw: Path, path: Path) -> bool:
    return any(part[0] in "_." for part in path.relative_to(raw).parts)


def _look(path: Path, place: Path, aside: Path) -> RawFile | None:
    with path.open("rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if gzipped else path.open("rb") as file:
        head = file.read(HEAD)
    folders = dict(part.split("=", 1) for part in place.parts[:-1] if "=" in part)
    uri = place.as_posix()
    if head.startswith(b"PAR1"):
        return RawFile(uri, path, "parquet", "parquet", None, None, folders)
    encoding = _encoding(head)
    text = head.decode(encoding, "ignore").removeprefix("\ufeff")
    if not text.strip():
        return None
    if encoding != "utf-8":
        path = _as_plain_utf8(path, encoding, gzipped, aside / place.name)
        gzipped = False
    reader = "gzip_lines" if gzipped else "lines"
    if text.lstrip().startswith("["):
        return RawFile(uri, path, "json_array", "json", None, None, folders)
    if text.lstrip().startswith("{"):
        return RawFile(uri, path, reader, "json", None, None, folders)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    return RawFile(uri, path, reader, "csv", delimiter, header, folders)


def _encoding(head: bytes) -> str:
    if head[:2] in BOMS:
        return BOMS[head[:2]]
    try:
        codecs.utf_8_decode(head, "strict", False)
    except UnicodeDecodeError:
        # Some damaged records in UTF-8 are the SQL's business; a file without any UTF-8 is latin.
        if not any(ord(c) > 127 for c in head.decode("utf-8", "ignore")):
            return "cp1252"
    return "utf-8"


def _as_plain_utf8(path: Path, encoding: str, gzipped: bool, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        gzip.open(path) if gzipped else path.open("rb") as source,
        target.open("wb") as sink,
    ):
        reader = codecs.getreader(encoding)(source)
        while text := reader.read(1 << 20):
            sink.write(text.removeprefix("\ufeff").encode())
    return target
