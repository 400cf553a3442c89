"""Records that end too early or too late without harm."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

# Sound records of which the last column is told to have a value always.
ENOUGH = 3


@dataclass(frozen=True)
class Ends:
    """How records may end.

    Attributes:
        delimiter: what divides their fields.
        width: how many fields they should have.
        least: with how many all that matters is there: the others have no value.
        surplus: whether empty fields may follow: the last column always has a value.
    """

    delimiter: str
    width: int
    least: int
    surplus: bool

    def seen(self, sound: pa.Array) -> Ends:
        """The same in sight of sound records: where all of several end with a value, others do."""
        if self.surplus or len(sound) < ENOUGH:
            return self
        return replace(self, surplus=not pc.any(pc.ends_with(sound, self.delimiter)).as_py())

    def mended(self, texts: pa.Array, outside: pa.Array, *, torn: bool) -> pa.Array:
        """Records of other widths as they are meant, with as many fields; null where unknown.

        Args:
            texts: records.
            outside: the same without what stands in quotes.
            torn: whether the last one has no line end: the file may be cut there.
        """
        fields = pc.add(pc.count_substring(outside, self.delimiter), 1)
        short = pc.and_(pc.less(fields, self.width), pc.greater_equal(fields, self.least))
        if torn:
            short = pc.and_(short, pa.array([*[True] * (len(texts) - 1), False]))
        missing = pc.if_else(short, pc.subtract(self.width, fields), 0)
        padded = pc.binary_join_element_wise(texts, pc.binary_repeat(self.delimiter, missing), "")
        mended = pc.if_else(short, padded, pa.scalar(None, pa.string()))
        return pc.coalesce(mended, self._cut(texts, fields)) if self.surplus else mended

    def _cut(self, texts: pa.Array, fields: pa.Array) -> pa.Array:
        """Records without the empty fields behind the last column."""
        bare = pc.utf8_rtrim(texts, self.delimiter)
        behind = pc.subtract(pc.binary_length(texts), pc.binary_length(bare))
        rest = pc.subtract(behind, pc.subtract(fields, self.width).cast(pa.int32()))
        fits = pc.and_(pc.greater(fields, self.width), pc.greater_equal(rest, 0))
        kept = pc.binary_repeat(self.delimiter, pc.if_else(fits, rest, 0))
        cut = pc.binary_join_element_wise(bare, kept, "")
        return pc.if_else(fits, cut, pa.scalar(None, pa.string()))


def beside(flags: pa.Array) -> pa.Array:
    """Where one of the two neighbours has a flag."""
    no = pa.array([False])
    before = pa.concat_arrays([no, flags[:-1]])
    behind = pa.concat_arrays([flags[1:], no])
    return pc.or_(before, behind)
