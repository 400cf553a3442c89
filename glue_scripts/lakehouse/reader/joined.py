"""Files that were joined end to end: byte-order marks and headers in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.layout import Layout
from lakehouse.reader.sample import fields, is_value

FEW_NAMES = 20
MARK = "\ufeff".encode()


def without_marks(blocks: Iterable[bytes], notes: list[str]) -> Iterator[bytes]:
    """Blocks of lines without byte-order marks where lines begin."""
    count = 0
    for block in blocks:
        if MARK[:1] in block and MARK in block:
            found = block.count(b"\n" + MARK) + block.startswith(MARK)
            yield block.replace(b"\n" + MARK, b"\n").removeprefix(MARK) if found else block
            count += found
        else:
            yield block
    if count:
        notes.append(f"Byte-order marks at the beginning of {count} lines were left out.")


def with_single_ends(blocks: Iterable[bytes], notes: list[str]) -> Iterator[bytes]:
    """Blocks of which the lines end with CR LF, where the first one ends with CR CR LF.

    Programs on Windows write that who end lines with CR LF themselves, in a file opened as text.
    """
    doubled = None
    for block in blocks:
        if doubled is None:
            doubled = block.partition(b"\n")[0].endswith(b"\r\r")
            notes += ["Lines that end with CR CR LF were read as lines."] if doubled else []
        yield block.replace(b"\r\r\n", b"\r\n") if doubled else block


class Headers:
    """Knows a header when it comes again, also in another order."""

    def __init__(
        self, header: Sequence[str], delimiter: str, layout: Layout, values: Sequence[int] = ()
    ) -> None:
        self._header, self._delimiter, self._layout = header, delimiter, layout
        bare = sum(len(name.encode()) + 1 for name in header) - 1
        self._lengths = pa.array([bare, bare + 2 * len(header)], pa.int32())
        names = "|".join("[ _-]*".join(map(re.escape, name)) for name in layout.names or {})
        d = rf"\x{ord(delimiter):02x}"
        # Names of columns of numbers: where one stands among these, it heads another table.
        self._values = [i for i in values if i < len(header) and header[i].strip()]
        told = "|".join(re.escape(header[i]) for i in self._values[:FEW_NAMES])
        self._named = rf'(^|{d})"?(?:{told})"?({d}|$)' if told else None
        self._first = rf"""(?i)^\s*"?\s*(?:{names})\s*"?\s*{d}"""

    def places(self, texts: pa.Array) -> list[int]:
        """Where headers stand among records."""
        if len(self._header) < 2:
            return []
        maybe = pc.indices_nonzero(self._maybe(texts)).to_pylist()
        return [i for i in maybe if self._is_header(self.names(texts[i].as_py()))]

    def names(self, text: str) -> list[str]:
        """What a header names."""
        return fields(text, self._delimiter)

    def _maybe(self, texts: pa.Array) -> pa.Array:
        """A quick look: the first field is a name; or, without a dataset, the length is right, or
        a name stands where numbers do.
        """
        if self._layout.keeps_values:
            return pc.match_substring_regex(texts, self._first)
        whole = pc.is_in(pc.binary_length(texts), self._lengths)
        return pc.or_(whole, pc.match_substring_regex(texts, self._named)) if self._named else whole

    def _is_header(self, row: list[str]) -> bool:
        if not self._layout.keeps_values:
            again = (i < len(row) and row[i] == self._header[i] for i in self._values)
            return sorted(row) == sorted(self._header) or (
                len(row) == len(self._header) and not any(map(is_value, row)) and any(again)
            )
        names = {name for name in row if name.strip()}
        known = {name for name in names if self._layout.column(name)}
        columns = {self._layout.column(name) for name in known}
        new = names - known - {*self._header}
        if len(columns) < 2:
            return False
        # Without the key, only a row of nothing but names is none of the records.
        key = columns.issuperset(self._layout.keys[:1])
        return len(new) * 2 <= len(names) if key else len(columns) == len(names)
