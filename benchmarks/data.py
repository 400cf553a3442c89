"""The files of a run: generated once, and the same for everybody."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from generator.run import generate

# What a SQL reader or Spark's readers stop at, beside files that are to be refused: gzip that both
# take for damaged, what they are told and do not find out (encodings, rare delimiters, where header
# and records begin, names and folders that speak for one another), and files set aside.
UNREADABLE_KINDS = (
    "zeros_after_gzip",
    *("windows1250_names", "latin2_names", "dos852_names", "windows1251_names", "macintosh_names"),
    *("title_before_the_header", "delimiter_named_in_the_first_line", "joined_exports"),
    *("total_at_the_end", "rare_delimiter", "trailing_delimiter", "short_rows", "file_set_aside"),
    *("two_names_for_one_column", "folder_with_escapes", "folder_of_no_value"),
    *("folder_beside_its_column", "json_envelope", "json_objects_end_to_end"),
    *("json_array_named_ndjson", "json_document_with_nan", "json_with_types"),
    *("backslash_escapes", "apostrophe_quotes", "spreadsheet_dates"),
    *("ten_digits_of_seconds", "ten_digits_of_minutes", "ten_digits_unsettled"),
)
CHUNK = 1 << 20


@dataclass(frozen=True)
class LeftOut:
    """Files of one kind that nobody is given."""

    kind: str
    files: int
    bytes: int


@dataclass(frozen=True)
class Data:
    """A raw folder, and what is in it."""

    raw: Path
    rows: int
    files: int
    bytes: int
    decompressed_bytes: int
    left_out: tuple[LeftOut, ...]


def prepare(rows: int, seed: int, dirty: float, root: Path) -> Data:
    """The data of these parameters: generated, or found as it was left by an earlier run."""
    folder = root / f"rows-{rows}-seed-{seed}-dirty-{dirty}"
    facts = folder / "facts.json"
    if not facts.exists():
        shutil.rmtree(folder, ignore_errors=True)
        generate(rows, seed, dirty, folder / "generated")
        data = _select(folder / "generated", folder / "raw")
        facts.write_text(json.dumps(asdict(data), default=str, indent=2), encoding="utf-8")
    return _read(facts, folder / "raw")


def _read(facts: Path, raw: Path) -> Data:
    found = json.loads(facts.read_text(encoding="utf-8"))
    left_out = tuple(LeftOut(**kind) for kind in found["left_out"])
    return Data(**{**found, "raw": raw, "left_out": left_out})


def _select(generated: Path, raw: Path) -> Data:
    taken = [(path, records) for path, records, kept, _ in _files(generated) if kept]
    for path, _ in taken:
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(generated / path, raw / path)
    return Data(
        raw=raw,
        rows=sum(records for _, records in taken),
        files=len(taken),
        bytes=sum((raw / path).stat().st_size for path, _ in taken),
        decompressed_bytes=sum(decompressed_size(raw / path) for path, _ in taken),
        left_out=_left_out(generated),
    )


def _files(generated: Path) -> list[tuple[str, int, bool, str]]:
    """Path, records, whether everybody can read it, and kinds of every file, from the key."""
    return duckdb.execute(
        """
        SELECT path, coalesce(records, 0),
               verdict NOT IN ('reject', 'passed_over')
               AND NOT list_has_any(string_split(kinds, ';'), ?), kinds
        FROM read_parquet(?) ORDER BY path
        """,
        [list(UNREADABLE_KINDS), f"{generated}/_answer_key/files/*.parquet"],
    ).fetchall()


def _left_out(generated: Path) -> tuple[LeftOut, ...]:
    sizes: dict[str, list[int]] = {}
    for path, _, kept, kinds in _files(generated):
        if not kept:
            sizes.setdefault(kinds, []).append((generated / path).stat().st_size)
    return tuple(LeftOut(kind, len(found), sum(found)) for kind, found in sorted(sizes.items()))


def chunks(path: Path) -> Iterator[bytes]:
    """The content of a file, decompressed where it is gzip."""
    with path.open("rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if gzipped else path.open("rb") as content:
        while chunk := content.read(CHUNK):
            yield chunk


def decompressed_size(path: Path) -> int:
    """Bytes of the content of a file."""
    return sum(map(len, chunks(path)))
