"""Values that came as objects of several parts: `{"price": {"amount": 5, "currency": "EUR"}}`.

Nobody says which part is the value, so the column has none and the parts are kept aside; that is
told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.layout import RESCUED, Layout


class PartsOnly:
    """Counts the records of which a column has parts and no value."""

    def __init__(self, layout: Layout) -> None:
        names: dict[str, list[str]] = {}
        for name, column in (layout.names or {}).items():
            names.setdefault(column, []).append("[ _-]*".join(map(re.escape, name)))
        self._patterns = {c: rf'(?i)[{{,]"(?:{"|".join(n)})[.]' for c, n in names.items()}
        every = "|".join(name for some in names.values() for name in some)
        self._any = rf'(?i)[{{,]"(?:{every})[.]'

    def count(self, columns: Mapping[str, pa.Array]) -> Counter[str]:
        """Column -> how many of some records."""
        rescued = columns.get(RESCUED)
        if rescued is None or not pc.any(pc.match_substring_regex(rescued, self._any)).as_py():
            return Counter()
        found = Counter[str]()
        for column, pattern in self._patterns.items():
            parts = pc.fill_null(pc.match_substring_regex(rescued, pattern), False)
            if (values := columns.get(column)) is not None:
                parts = pc.and_(parts, pc.is_null(values))
            found[column] = pc.sum(parts, min_count=0).as_py()
        return +found


def notes(counts: Counter[str]) -> list[str]:
    """In sentences."""
    return [
        f"{column}: {count} records have an object in its place, and no value; its parts are kept "
        "in _rescued"
        for column, count in sorted(counts.items())
    ]
