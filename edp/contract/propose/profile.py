"""What stands in a column, whatever its type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column
from edp.contract.propose.samples import Sample
from lakehouse.cleanse.columns import whole
from lakehouse.cleanse.nothing import WHERE_NO_WORD_IS_A_VALUE
from lakehouse.cleanse.tidy import value

# So many different values are counted; of more it is only known that there are more.
DISTINCT = 100_000
ZERO_FIRST = re.compile("0[0-9]+")
DIGITS = re.compile("[0-9]+")
TWO_DECIMALS = re.compile(r"[0-9][.,][0-9]{2}(?![0-9])\D*")
# Of longer texts only the beginning is kept.
LONG = 200
# Enough values to go on with when the column has its type.
KEPT = 1_000
SCALAR_ARRAY = re.compile(r"\s*\[")


@dataclass
class Profile:
    """Values of a column, without what means nothing.

    Attributes:
        name: of the column.
        records: in all samples.
        values: each different one -> how often it stands there, as long as they are counted.
        filled: records with a value.
        distinct: different values, as far as they are counted.
        capped: whether there are more different ones than are counted.
        zero_first: an example of digits that begin with a zero.
        digits: values of nothing but digits.
        two_decimals: values that end in two decimals, as money does.
        arrays: values that are arrays.
    """

    name: str
    records: int = 0
    values: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    distinct: int = 0
    capped: bool = False
    zero_first: str | None = None
    digits: int = 0
    two_decimals: int = 0
    arrays: int = 0

    @property
    def words(self) -> Counter[str]:
        """The values in lower case, without words that mean none where a choice is expected."""
        found: Counter[str] = Counter()
        for text, count in self.values.items():
            if text.lower() not in WHERE_NO_WORD_IS_A_VALUE:
                found[text.lower()] += count
        return found

    def spellings(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Words in lower case as they are mostly written, each as an allowed value."""
        mostly: dict[str, str] = {}
        for text, _ in self.values.most_common():
            mostly.setdefault(text.lower(), text)
        return {mostly[word]: () for word in sorted(words)}

    def share(self, pattern: re.Pattern[str]) -> float:
        """Of the counted values, those that match as a whole."""
        fits = sum(n for text, n in self.values.items() if pattern.fullmatch(text))
        return fits / (sum(self.values.values()) or 1)

    def example(self) -> str:
        """The most frequent value, or none."""
        return self.values.most_common(1)[0][0] if self.values else ""

    def slim(self) -> Profile:
        """The same without most of its values: those of all columns would not fit in memory."""
        self.values = Counter(dict(self.values.most_common(KEPT)))
        return self

    def take(self, texts: pa.Array) -> None:
        """Counts some more records."""
        self.records += len(texts)
        clean = value(texts, Column(self.name, "string", "", ""))
        self.filled += len(clean) - clean.null_count
        for entry in pc.value_counts(clean.drop_null()).to_pylist():
            self._look(entry["values"], entry["counts"])

    def _look(self, text: str, count: int) -> None:
        short = text if len(text) <= LONG else f"{text[:LONG]}…{hash(text)}"
        if short in self.values or len(self.values) < DISTINCT:
            self.values[short] += count
        else:
            self.capped = True
        self.distinct = max(self.distinct, len(self.values))
        if DIGITS.fullmatch(text):
            self.digits += count
            if ZERO_FIRST.fullmatch(text):
                self.zero_first = self.zero_first or text
        self.two_decimals += count if TWO_DECIMALS.search(text) else 0
        self.arrays += count if SCALAR_ARRAY.match(text) else 0


def profile_of(samples: Sequence[Sample], name: str) -> Profile:
    """The values of a column in all samples."""
    found = Profile(name)
    for sample in samples:
        for table in sample.tables([name]):
            found.take(whole(table[name]))
    return found
