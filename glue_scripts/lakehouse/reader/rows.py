"""Judges the records of delimited text and divides good ones into columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.cells import Cells
from lakehouse.reader.dialect import Dialect
from lakehouse.reader.framing import Framed
from lakehouse.reader.header import names_among
from lakehouse.reader.joined import Headers
from lakehouse.reader.layout import Layout
from lakehouse.reader.mending import Ends, beside
from lakehouse.reader.quoting import Quoting
from lakehouse.reader.records import BadTexts, Records, text_defects
from lakehouse.reader.split_amounts import SplitAmounts
from lakehouse.reader.swallowed import swallowed
from lakehouse.reader.texts import flags, numbered
from lakehouse.reader.trailers import MOST, trailers
from lakehouse.reader.verdict import Refused

NO_REASON = pa.scalar(None, pa.string())


class Rows:
    """Records below one header after another."""

    def __init__(self, dialect: Dialect, quoting: Quoting, layout: Layout) -> None:
        self._dialect, self._quoting, self._layout = dialect, quoting, layout
        self._header_pending, self._below_pending = dialect.has_header, dialect.below
        self._next = 1
        self._counts: Counter[str] = Counter()
        self._sparse = False
        self._under(dialect.header)

    def _under(self, header: list[str]) -> None:
        """Goes on below a header."""
        delimiter, layout = self._dialect.delimiter, self._layout
        self._dialect = replace(self._dialect, header=header)
        self._header, self._width = header, len(header)
        self._cells = Cells(header, self._dialect, layout)
        self._headers = Headers(header, delimiter, layout, self._dialect.values)
        self._splits = SplitAmounts(
            layout.place(header), layout.amounts, delimiter, self._dialect.longer
        )
        self._ends = Ends(delimiter, len(header), *layout.ends(header))
        self._at_once = layout.rows_at_once(header)

    def records(self, framed: Framed, *, last: bool, torn: bool) -> Iterator[Records]:
        """Numbered records, good ones in columns.

        Args:
            framed: some.
            last: whether they are the last ones of the file.
            torn: whether the last one has no line end.
        """
        framed = self._without_header(framed)
        below = min(self._below_pending, len(framed.texts))
        self._below_pending -= below
        yield from self._bad(framed.part(0, below), "second_header")
        behind = self._trailers(framed.part(below)) if last else 0
        stop = len(framed.texts) - behind
        yield from self._sections(framed.part(below, stop), torn=torn and not behind)
        yield from self._bad(framed.part(stop), "trailer")

    def notes(self, valueless: int) -> list[str]:
        """What was passed over or settled, in sentences."""
        some = {"Rows without any value were passed over": valueless} | self._counts
        return [f"{said}: {count}." for said, count in some.items() if count]

    def _sections(self, framed: Framed, *, torn: bool) -> Iterator[Records]:
        """Parts of joined files, each below its own header."""
        start = 0
        again: list[int] = []
        for place in self._headers.places(framed.texts) if self._dialect.has_header else ():
            header = self._headers.names(framed.texts[place].as_py())
            if not self._layout.keeps_values or header == self._header:
                again.append(place)
                continue
            yield from self._parts(_marked(framed, start, place, again))
            yield from self._bad(framed.part(place, place + 1), "repeated_header")
            self._assert_goes_on(header)
            self._under(header)
            self._counts["Headers of other columns or another order, and read on by them"] += 1
            start, again = place + 1, []
        yield from self._parts(_marked(framed, start, len(framed.texts), again), torn=torn)

    def _assert_goes_on(self, header: list[str]) -> None:
        if not self._layout.has_key(header):
            what = f"record {self._next - 1} names columns, and not the key: whose are they?"
            raise Refused("no_header", what)
        self._layout.assert_fits(header)

    def _parts(self, framed: Framed, *, torn: bool = False) -> Iterator[Records]:
        for start in range(0, len(framed.texts), self._at_once):
            end = start + self._at_once
            yield self._some(framed.part(start, end), torn=torn and end >= len(framed.texts))

    def _some(self, framed: Framed, *, torn: bool) -> Records:
        numbers = self._numbered(len(framed.texts))
        columns = self._at_a_glance(framed)
        if columns is not None and not self._splits.may_be_among(columns):
            return Records(columns, numbers, texts=framed.texts, dialect=self._dialect)
        texts, reasons = self._without_splits(*self._judged(framed, torn=torn))
        if reasons.null_count == len(reasons):
            columns = self._cells.divided(texts)
            return Records(columns, numbers, texts=framed.texts, dialect=self._dialect)
        good = pc.is_null(reasons)
        wrong = pc.invert(good)
        bad = self._bad_texts(numbers.filter(wrong), reasons.filter(wrong), framed.filter(wrong))
        columns, sent = self._cells.divided(texts.filter(good)), framed.texts.filter(good)
        return Records(columns, numbers.filter(good), bad, texts=sent, dialect=self._dialect)

    def _at_a_glance(self, framed: Framed) -> dict[str, pa.Array] | None:
        """The columns, where nothing is doubtful: the divider itself refuses other widths."""
        texts = framed.texts
        if (
            framed.doubtful is not None
            or framed.again is not None
            or not (len(texts) and self._layout.keeps_values)
        ):
            return None
        longest = pc.max(pc.binary_length(texts)).as_py()
        if longest > MAX_RECORD_BYTES or pc.any(pc.starts_with(texts, "'")).as_py():
            return None
        return self._cells.divided_if_even(texts)

    def _bad(self, framed: Framed, reason: str) -> Iterator[Records]:
        if count := len(framed.texts):
            reasons = pa.repeat(pa.scalar(reason), count)
            bad = self._bad_texts(self._numbered(count), reasons, framed)
            yield Records(bad=bad, dialect=self._dialect)

    def _bad_texts(self, numbers: pa.Array, reasons: pa.Array, framed: Framed) -> BadTexts:
        return BadTexts(numbers, reasons, self._dialect.notation.original(framed.texts))

    def _numbered(self, count: int) -> pa.Array:
        self._next += count
        return numbered(self._next - count, count)

    def _without_header(self, framed: Framed) -> Framed:
        if not (self._header_pending and len(framed.texts)):
            return framed
        reason = self._judged(framed.part(0, 1), torn=False)[1][0].as_py()
        if reason not in (None, "ragged_row"):
            raise Refused("no_header", f"the first line is damaged: {reason}", 0)
        self._header_pending = False
        self._counts.clear()
        return framed.part(1)

    def _trailers(self, framed: Framed) -> int:
        some = framed.texts[-MOST:].to_pylist()
        numbered = bool(self._dialect.values) and self._dialect.values[0] == 0
        sparse = self._dialect.sparse
        return trailers(some, self._dialect.delimiter, sparse=sparse, numbered=numbered)

    def _judged(self, framed: Framed, *, torn: bool) -> tuple[pa.Array, pa.Array]:
        """Records as they are to be divided, and why some are bad; null for good ones."""
        texts, doubtful = framed.texts, pc.greater(pc.binary_length(framed.texts), MAX_RECORD_BYTES)
        if framed.doubtful is not None:
            doubtful = pc.or_(doubtful, framed.doubtful)
        fits = self._quoting.divides(texts, self._width)
        reasons = pc.if_else(fits, NO_REASON, "ragged_row")
        outside = texts
        # Only doubtful records are looked at twice.
        if pc.any(doubtful).as_py():
            broken = None if framed.broken is None else framed.broken.filter(doubtful)
            plain, bare, why = self._looked_at(texts.filter(doubtful), broken)
            texts = pc.replace_with_mask(texts, doubtful, plain)
            outside = pc.replace_with_mask(outside, doubtful, bare)
            reasons = pc.replace_with_mask(reasons, doubtful, why)
        reasons = self._without_names(texts, self._without_apostrophes(framed.texts, reasons))
        if framed.again is not None:
            reasons = pc.if_else(framed.again, "repeated_header", reasons)
        if pc.any(pc.equal(reasons, "ragged_row")).as_py():
            return self._mended(texts, outside, reasons, torn=torn)
        return texts, reasons

    def _looked_at(
        self, texts: pa.Array, broken: pa.Array | None
    ) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Records with quotes, control characters, damage or an excess of bytes.

        Returns:
            As they are to be divided; without what is in quotes; and why some are bad.
        """
        plain = self._quoting.plain(texts)
        right = self._quoting.hold(plain)
        if broken is not None:
            right = pc.and_(right, pc.invert(broken))
        outside = self._quoting.outside(plain)
        fits = self._quoting.divides(outside, self._width)
        reasons = pc.if_else(fits, NO_REASON, "ragged_row")
        reasons = pc.if_else(right, reasons, "broken_quote")
        if not pc.all(right).as_py():
            literal = pc.and_(pc.invert(right), self._quoting.literal(plain, self._width))
            reasons = pc.if_else(literal, NO_REASON, reasons)
        d = self._dialect
        taken = swallowed(texts, d.delimiter, self._width, d.values)
        reasons = pc.if_else(taken, "broken_quote", reasons)
        unbroken = pc.not_equal(pc.fill_null(reasons, ""), "broken_quote")
        stray = pc.and_(pc.match_substring(outside, "\r"), unbroken)
        reasons = pc.if_else(stray, "stray_cr", reasons)
        return plain, outside, pc.coalesce(text_defects(texts), reasons)

    def _without_splits(self, texts: pa.Array, reasons: pa.Array) -> tuple[pa.Array, pa.Array]:
        """Records without those whose amounts are divided at their decimal comma."""
        split = self._splits.among(texts)
        if split is None:
            return texts, reasons
        good = pc.and_(split, pc.is_null(reasons))
        return texts, pc.if_else(good, "split_number", reasons)

    def _without_apostrophes(self, texts: pa.Array, reasons: pa.Array) -> pa.Array:
        """Records in apostrophes, in a file with other quotes: they would be a part of values."""
        begun = pc.starts_with(texts, "'")
        if self._width < 2 or not pc.any(begun).as_py():
            return reasons
        wrapped = pc.and_(begun, pc.ends_with(texts, "'"))
        return pc.if_else(pc.and_(wrapped, pc.is_null(reasons)), "broken_quote", reasons)

    def _without_names(self, texts: pa.Array, reasons: pa.Array) -> pa.Array:
        """Records that name the columns of another table; with a dataset, its rules show them."""
        columns = self._dialect.values
        if self._layout.keeps_values or len(columns) < 2 or self._header_pending:
            return reasons
        digits = pc.match_substring_regex(texts, "[0-9]")
        if pc.all(digits).as_py():
            return reasons
        places = pc.indices_nonzero(pc.and_(pc.invert(digits), pc.is_null(reasons)))
        some = names_among(texts.take(places).to_pylist(), self._dialect.delimiter, columns)
        named = [i for i, is_named in zip(places.to_pylist(), some, strict=True) if is_named]
        return pc.if_else(flags(named, len(texts)), "second_header", reasons)

    def _mended(
        self, texts: pa.Array, outside: pa.Array, reasons: pa.Array, *, torn: bool
    ) -> tuple[pa.Array, pa.Array]:
        ragged = pc.equal(pc.fill_null(reasons, ""), "ragged_row")
        last = torn and ragged[-1].as_py()
        ends = self._ends.seen(texts.filter(pc.is_null(reasons)))
        some = ends.mended(texts.filter(ragged), outside.filter(ragged), torn=last)
        mended = pc.replace_with_mask(pa.nulls(len(texts), pa.string()), ragged, some)
        # A line that ends too early beside one that cannot be right is half a record.
        lost = pc.and_(ragged, pc.is_null(mended))
        whole = pc.and_(pc.is_valid(mended), pc.invert(beside(lost)))
        self._counts["Records whose last fields were missing, or followed by empty ones"] += pc.sum(
            whole, min_count=0
        ).as_py()
        return pc.if_else(whole, mended, texts), pc.if_else(whole, NO_REASON, reasons)


def _marked(framed: Framed, start: int, stop: int, again: list[int]) -> Framed:
    """A part of some records that knows at which places the header comes again."""
    part = framed.part(start, stop)
    marks = flags([place - start for place in again], len(part.texts)) if again else None
    return replace(part, again=marks)
