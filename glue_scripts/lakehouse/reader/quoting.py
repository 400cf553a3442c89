"""Where a record may have quotes, and what is read of those that stand elsewhere."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc


class Quoting:
    """Quotes by RFC 4180, but with spaces allowed around them."""

    def __init__(self, delimiter: str) -> None:
        d = rf"\x{ord(delimiter):02x}"
        s = "" if delimiter == " " else " *"
        quoted = '"(?:[^"]|"")*"'
        # Possessive: a field of megabytes must not be remembered character by character.
        p = s and s + "+"
        text = rf'(?:{p}"(?:[^"]++|"")*+"{p}|[^"{d}]*+)'
        self._record = re.compile(rf"{text}(?:{d}{text})*+")
        self._fields = re.compile(rf"(?:{text}{d})*+")
        linear = rf'(?:{s}{quoted}{s}|[^"{d}]*)'
        self._records = rf"^(?s:{linear}(?:{d}{linear})*)$"
        self._marked = rf'(^|{d}){s}="'
        self._padded = rf"(?s)(^|{d}){s}({quoted}){s}"
        # A field that does not begin with a quote may hold some.
        stray = rf'(?:{s}{quoted}{s}|{s}(?:[^" {d}][^{d}\n]*)?)'
        self._stray = rf"^(?s:{stray}(?:{d}{stray})*)$"
        self._json = rf'(^|{d})\s*[{{\[][^{d}]*"[^{d}]*[\]}}]\s*({d}|$)'
        self._other = rf"(?m)(^|{d}){s}'"
        self._blank = rf"^[\s{d}]*$"
        self.delimiter = delimiter

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

    def plain(self, texts: pa.Array) -> pa.Array:
        """Records without a spreadsheet's `="…"` and without spaces around quotes."""
        texts = pc.replace_substring_regex(texts, self._marked, r'\1"')
        return pc.replace_substring_regex(texts, self._padded, r"\1\2")

    def outside(self, texts: pa.Array) -> pa.Array:
        """Plain records without what stands in quotes."""
        return pc.replace_substring_regex(texts, self._padded, r"\1")

    def literal(self, texts: pa.Array, width: int) -> pa.Array:
        """Which records have so many fields only if a quote within a field means itself.

        Two such quotes might as well be the begin and end of a quotation, as some readers take
        them; but not where they are those of JSON.
        """
        stray = pc.match_substring_regex(texts, self._stray)
        fits = pc.and_(stray, self.divides(self.outside(texts), width))
        odd = pc.equal(pc.bit_wise_and(pc.count_substring(texts, '"'), 1), 1)
        quoted = pc.replace_substring_regex(texts, '(?s)"[^"]*"', "")
        json = pc.and_(self.divides(quoted, width), pc.match_substring_regex(texts, self._json))
        return pc.and_(fits, pc.or_(odd, json))

    def others(self, records: list[str]) -> int:
        """How many records have a field that begins with an apostrophe instead of a quote."""
        outside = self.outside(pa.array(records, pa.string()))
        return int(pc.sum(pc.match_substring_regex(outside, self._other), min_count=0).as_py())

    def divides(self, texts: pa.Array, width: int) -> pa.Array:
        """Which texts without quotes have so many fields."""
        return pc.equal(pc.count_substring(texts, self.delimiter), width - 1)

    def blank(self, texts: pa.Array) -> pa.Array:
        """Which lines are no records: they have no value."""
        return pc.match_substring_regex(texts, self._blank)
