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

ASCII = bytes(range(128))
# Bytes of which one is there where a pattern fits.
SIGNS = {
    LOST: ("\ufffd".encode(),),
    TWICE: ("Ã".encode(), "Â".encode(), "â€".encode(), "â‚".encode()),
}


def count(columns: Mapping[str, pa.Array]) -> Counter[tuple[str, str]]:
    """In how many values of each column there are such letters."""
    found: Counter[tuple[str, str]] = Counter()
    for column, values in columns.items():
        content = _content(values)
        # Most texts are ASCII.
        if content.isascii():
            continue
        # What is left shows more than is there, but never less, and it is little.
        high = content.translate(None, ASCII)
        for what, pattern in PATTERNS.items():
            if any(sign in high for sign in SIGNS[what]):
                there = pc.match_substring_regex(values, pattern)
                found[column, what] += pc.sum(there).as_py() or 0
    return +found


def notes(found: Counter[tuple[str, str]]) -> list[str]:
    """In sentences."""
    return [
        f"{column}: {what}, before the file was written: {values} values."
        for (column, what), values in sorted(found.items())
    ]


def _content(values: pa.Array) -> bytes:
    letters = values.buffers()[2] if pa.types.is_string(values.type) else None
    return b"" if letters is None else letters.to_pybytes()
