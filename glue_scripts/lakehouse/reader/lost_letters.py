"""Letters that were lost before a file came here: nothing brings them back, but people are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

# What is left of letters, and how it may be known.
LOST = "U+FFFD stands for letters that were lost"
TWICE = "texts look as if UTF-8 had been read as another encoding (`Ã¼` for `ü`)"
# A letter of two bytes, and signs such as an apostrophe or the euro, as Windows shows their bytes.
PATTERNS = {
    LOST: "\ufffd",
    TWICE: "Ã[\u0080-\u00bfŸŒœŠšŽž–—„“”…†‡‰‹›€ƒˆ˜™•]|Â[\u00a0-\u00bf]|â(?:€|‚¬)",
}


def count(columns: Mapping[str, pa.Array]) -> Counter[tuple[str, str]]:
    """In how many values of each column there are such letters."""
    found: Counter[tuple[str, str]] = Counter()
    for column, values in columns.items():
        if _is_ascii(values):
            continue
        for what, pattern in PATTERNS.items():
            found[column, what] += pc.sum(pc.match_substring_regex(values, pattern)).as_py() or 0
    return +found


def notes(found: Counter[tuple[str, str]]) -> list[str]:
    """In sentences."""
    return [
        f"{column}: {what}, before the file was written: {values} values."
        for (column, what), values in sorted(found.items())
    ]


def _is_ascii(values: pa.Array) -> bool:
    """Most texts are, and that shows at the speed of memory."""
    content = values.buffers()[2] if pa.types.is_string(values.type) else None
    return content is None or content.to_pybytes().isascii()
