"""Divides delimited text into records: lines, joined where quotes hold line ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.encoding import DAMAGE
from lakehouse.reader.quoting import Quoting
from lakehouse.reader.texts import as_flags, flags, parts

# What is more than letters between delimiters, once lines are divided.
DOUBTFUL = rf'["\x00\r{DAMAGE[0]}]'


@dataclass(frozen=True)
class Framed:
    """Records as texts.

    Attributes:
        texts: the records.
        doubtful: which of them hold quotes, control characters or damage (if any).
        broken: which of them are one line because a quote is broken (if any).
        again: which of them are the header once more (if any).
    """

    texts: pa.Array
    doubtful: pa.Array | None = None
    broken: pa.Array | None = None
    again: pa.Array | None = None

    def part(self, start: int, stop: int | None = None) -> Framed:
        """Some that follow each other."""
        return self._of_each(lambda array: array[start:stop])

    def filter(self, kept: pa.Array) -> Framed:
        """Some of them."""
        return self._of_each(lambda array: array.filter(kept))

    def _of_each(self, some: Callable[[pa.Array], pa.Array]) -> Framed:
        marks = (None if m is None else some(m) for m in (self.doubtful, self.broken, self.again))
        return Framed(some(self.texts), *marks)


class Lines:
    """The lines of a text, and what stands from one to another."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.array = parts(text, "\n")
        self._bounds = memoryview(self.array.buffers()[1]).cast("i")

    def __len__(self) -> int:
        return len(self.array)

    def between(self, start: int, stop: int) -> bytes:
        """Lines and the line ends between them."""
        # In the text, each line before has a line end that it has not in the array.
        return self.text[self._bounds[start] + start : self._bounds[stop] + stop - 1]


class Framer:
    """Takes blocks of lines and gives records; keeps what goes on in the next block.

    `valueless` counts the rows so far that had delimiters and nothing else: they are no records.
    """

    def __init__(self, quoting: Quoting) -> None:
        self._quoting = quoting
        self._carry = b""
        self.valueless = 0

    def take(self, block: bytes, *, last: bool) -> Framed:
        """The records that end in this block."""
        text, self._carry = self._carry + block, b""
        if not (last or text.endswith(b"\n")):
            end = text.rfind(b"\n") + 1
            text, self._carry = text[:end], text[end:]
        lines = Lines(text)
        if b'"' not in lines.text:
            return self._tidy(lines.text, Framed(lines.array))
        quotes = pc.count_substring(lines.array, '"')
        records = Framed(lines.array, doubtful=pc.greater(quotes, 0))
        if odd := pc.indices_nonzero(pc.bit_wise_and(quotes, 1)).to_pylist():
            records = self._joined(records, lines, odd, last=last)
        return self._tidy(lines.text, records)

    def _tidy(self, text: bytes, records: Framed) -> Framed:
        """Without lines that have no value, and without the CR of a CR LF."""
        blank = self._quoting.blank(records.texts)
        some = pc.count_substring(records.texts.filter(blank), self._quoting.delimiter)
        self.valueless += pc.sum(pc.greater(some, 0), min_count=0).as_py()
        kept = pc.invert(blank)
        ends = 0
        if b"\r" in text:
            ends = pc.sum(pc.ends_with(records.texts, "\r"), min_count=0).as_py()
        tidy = records.filter(kept)
        if ends:
            tidy = replace(tidy, texts=pc.replace_substring_regex(tidy.texts, "\r$", ""))
        # One look at the whole text mostly saves one at each record.
        if text.count(b"\r") > ends or b"\0" in text or DAMAGE[0].encode() in text:
            return replace(tidy, doubtful=pc.match_substring_regex(tidy.texts, DOUBTFUL))
        return tidy

    def _joined(self, records: Framed, lines: Lines, odd: list[int], *, last: bool) -> Framed:
        """The records of lines of which some have an odd number of quotes."""
        firsts, texts, broken = [], [], []
        until, inner = len(lines), bytearray(len(lines))
        for start, end, closed in self._spans(lines, odd):
            if end == len(lines) and not (closed or last) and self._keep(lines.between(start, end)):
                until = start
                break
            stop = end
            if not closed:
                text = lines.between(start, end).decode()
                stop = start + 1 + self._quoting.lines_before_break(text)
                broken.append(start)
            firsts.append(start)
            texts.append(lines.between(start, stop))
            inner[start + 1 : stop] = b"\1" * (stop - start - 1)
        joined = pc.replace_with_mask(
            records.texts, flags(firsts, len(lines)), pa.array(texts, pa.string())
        )
        whole = replace(records, texts=joined, broken=flags(broken, len(lines)))
        return whole.part(0, until).filter(pc.invert(as_flags(inner))[:until])

    def _spans(self, lines: Lines, odd: list[int]) -> Iterator[tuple[int, int, bool]]:
        """Where records begin and end that have open quotes at the end of a line; if they close.

        Between two lines with an odd number of quotes a field may be open: it is, if these lines
        together are a correct record. Otherwise the record is broken somewhere between, and the
        second of the two may begin another one.
        """
        k = taken = 0
        while k < len(odd):
            start, k = odd[k], k + 1
            if start < taken:
                continue
            end = odd[k] + 1 if k < len(odd) else len(lines)
            text = lines.between(start, end).decode().removesuffix("\r")
            closed = k < len(odd) and self._quoting.holds(text)
            yield start, end, closed
            taken = end if closed else start + 1 + self._quoting.lines_before_break(text)

    def _keep(self, carry: bytes) -> bool:
        """Keeps an unfinished record for the next block, unless it is too large already."""
        fits = len(carry) <= MAX_RECORD_BYTES
        if fits:
            self._carry = carry
        return fits
