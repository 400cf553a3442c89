"""Divides delimited text into records: lines, joined where quotes hold line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.blocks import MAX_RECORD_BYTES


@dataclass(frozen=True)
class Framed:
    """Records as texts, and which of them are one line because a quote is broken (if any)."""

    texts: pa.Array
    broken: pa.Array | None = None

    def from_second(self) -> Framed:
        """Without the first record."""
        return Framed(self.texts[1:], None if self.broken is None else self.broken[1:])


class Quoting:
    """Where RFC 4180 allows quotes."""

    def __init__(self, delimiter: str) -> None:
        d = rf"\x{ord(delimiter):02x}"
        # Possessive: a field of megabytes must not be remembered character by character.
        text = rf'(?:"(?:[^"]++|"")*+"|[^"{d}]*+)'
        self._record = re.compile(rf"{text}(?:{d}{text})*+")
        self._fields = re.compile(rf"(?:{text}{d})*+")
        linear = rf'(?:"(?:[^"]|"")*"|[^"{d}]*)'
        self._records = rf"^(?s:{linear}(?:{d}{linear})*)$"
        # A tab is white space, and yet divides: a line of tabs is a record of empty fields.
        self._blank = r"^[ \r\f]*$" if delimiter == "\t" else r"^\s*$"

    def holds(self, text: str) -> bool:
        """Whether in a record every quote stands where it may."""
        return self._record.fullmatch(text) is not None

    def lines_before_break(self, text: str) -> int:
        """On which line of a record with a broken quote the broken field begins."""
        whole = self._fields.match(text)
        return text.count("\n", 0, whole.end() if whole else 0)

    def hold(self, texts: pa.Array) -> pa.Array:
        """The same of many."""
        return pc.match_substring_regex(texts, self._records)

    def without_quoted(self, texts: pa.Array) -> pa.Array:
        """Correct records without what stands in quotes."""
        return pc.replace_substring_regex(texts, '"[^"]*"', "")

    def blank(self, texts: pa.Array) -> pa.Array:
        """Which lines are no records."""
        return pc.match_substring_regex(texts, self._blank)


class Framer:
    """Takes blocks of lines and gives records; keeps what goes on in the next block."""

    def __init__(self, quoting: Quoting) -> None:
        self._quoting = quoting
        self._carry = b""

    def take(self, block: bytes, *, last: bool) -> Framed:
        """The records that end in this block."""
        text = self._carry + block
        self._carry = b""
        lines = pc.split_pattern(pa.scalar(text, pa.string()), "\n").values
        if b'"' not in text:
            return self._tidy(lines, None)
        odd = pc.indices_nonzero(pc.bit_wise_and(pc.count_substring(lines, '"'), 1)).to_pylist()
        if not odd:
            return self._tidy(lines, None)
        records, broken = self._joined(lines.to_pylist(), odd, last=last)
        flags = [False] * len(records)
        for i in broken:
            flags[i] = True
        return self._tidy(pa.array(records, pa.string()), pa.array(flags, pa.bool_()))

    def _tidy(self, records: pa.Array, broken: pa.Array | None) -> Framed:
        """Without blank lines, and without the CR of a CR LF."""
        kept = pc.invert(self._quoting.blank(records))
        texts = records.filter(kept)
        if pc.any(pc.ends_with(texts, "\r")).as_py():
            texts = pc.replace_substring_regex(texts, "\r$", "")
        return Framed(texts, None if broken is None else broken.filter(kept))

    def _joined(
        self, lines: list[str], odd: list[int], *, last: bool
    ) -> tuple[list[str], list[int]]:
        """Records of lines of which some have an odd number of quotes; places of broken ones."""
        records: list[str] = []
        broken: list[int] = []
        at = 0
        for start, end, closed in self._spans(lines, odd):
            records += lines[at:start]
            if end == len(lines) - 1 and not (closed or last) and self._keep(lines[start:]):
                return records, broken
            at = end + 1
            if not closed:
                at = start + 1 + self._quoting.lines_before_break("\n".join(lines[start:at]))
                broken.append(len(records))
            records.append("\n".join(lines[start:at]))
        return records + lines[at:], broken

    def _spans(self, lines: list[str], odd: list[int]) -> Iterator[tuple[int, int, bool]]:
        """First and last lines of records with quotes that are open at the end of a line.

        Between two lines with an odd number of quotes a field may be open: it is, if these lines
        together are a correct record. Otherwise the record is broken somewhere between, and the
        second of the two may begin another one.
        """
        k = taken = 0
        while k < len(odd):
            start, k = odd[k], k + 1
            if start < taken:
                continue
            end = odd[k] if k < len(odd) else len(lines) - 1
            text = "\n".join(lines[start : end + 1]).removesuffix("\r")
            closed = k < len(odd) and self._quoting.holds(text)
            yield start, end, closed
            taken = end + 1 if closed else start + 1 + self._quoting.lines_before_break(text)

    def _keep(self, rest: list[str]) -> bool:
        """Keeps an unfinished record for the next block, unless it is too large already."""
        carry = "\n".join(rest).encode()
        fits = len(carry) <= MAX_RECORD_BYTES
        if fits:
            self._carry = carry
        return fits
