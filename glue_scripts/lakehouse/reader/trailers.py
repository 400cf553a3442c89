"""What stands below the records: sums, remarks, the mark of an old system's end of file."""

from __future__ import annotations

import re

from lakehouse.reader.sample import fields, is_word

MOST = 20
TOTAL = re.compile(
    r"\W*((grand|sub|running)[ -]?)?(totals?|sum|summe|gesamt(summe)?|zwischensumme|somme|suma|"
    r"soma|totale|totaal|totalt|sammanlagt|yhteensä|razem|celkem|összesen|toplam|итого)"
    r"( (general|général|amount|rows|records))?[\W0-9]*",
    re.IGNORECASE,
)
END_OF_FILE = b"\x1a"


def without_end_mark(last_block: bytes) -> bytes:
    """The end of a file without Ctrl-Z, with which DOS ended texts."""
    text = last_block.rstrip(b"\r\n")
    return text.rstrip(END_OF_FILE) if text.endswith(END_OF_FILE) else last_block


def trailers(texts: list[str], delimiter: str, *, sparse: bool, numbered: bool = False) -> int:
    """How many of the last records are none.

    Args:
        texts: the last ones.
        delimiter: what divides them.
        sparse: whether records elsewhere have but one value as well.
        numbered: whether their first fields are numbers or dates.
    """
    count = 0
    for text in reversed(texts):
        row = fields(text, delimiter)
        filled = [cell for cell in row if cell.strip()]
        told = len(row) > 2 or (len(row) == 2 and numbered and is_word(row[0]))
        alone = told and len(filled) == 1 and bool(row[0].strip()) and not sparse
        gaps = len(row) == 2 or len(filled) < len(row) > 1
        if not (alone or (filled and gaps and TOTAL.fullmatch(filled[0]))):
            break
        count += 1
    return count
