"""Texts that look alike and are spelled with other characters."""

from __future__ import annotations

from unicodedata import normalize

from generator.kinds.values import value
from generator.row import Row

_UNSEEN = ("\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060")
"""Zero-width space, byte-order mark, soft hyphen, mark of direction, word joiner."""

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def with_unseen(row: Row, text: str) -> str:
    """A text with a character that nobody sees."""
    at = row.rng.randrange(len(text) + 1)
    return text[:at] + row.rng.choice(_UNSEEN) + text[at:]


def in_full_width(text: str) -> str:
    """A text in letters and digits as wide as Chinese characters."""
    return text.translate(_FULL_WIDTH)


@value(weight=3)
def characters_that_nobody_sees(row: Row) -> bool:
    """A zero-width space, soft hyphen or mark of direction within or beside a text."""
    column = row.pick(*row.table.texts)
    if column is None:
        return False
    return row.put(column, with_unseen(row, str(row.text[column])), row.truth[column])


@value()
def full_width_letters(row: Row) -> bool:
    """Letters and digits of full width: `Ｕ００００００４２`, `ＤＥ`."""
    column = row.pick(*(c for c in row.table.texts if c not in ("name", "city", "phone")))
    if column is None:
        return False
    return row.put(column, in_full_width(str(row.text[column])), row.truth[column])


@value(("users",), weight=4)
def letters_and_accents_apart(row: Row) -> bool:
    """An accent as a character of its own behind its letter, as macOS writes names of files."""
    accented = [c for c in ("name", "city") if not (row.text.get(c) or "").isascii()]
    column = row.pick(*accented or ("name",))
    clean = str(row.truth[column]) if column in accented else "Zoë Müller"
    return column is not None and row.put(column, normalize("NFD", clean), clean)


@value(("users",))
def letters_as_html_writes_them(row: Row) -> bool:
    """Characters by their number or name in HTML: `M&#252;ller`, `Bad&nbsp;Elster`."""
    column = row.pick("name", "city")
    text = str(row.text[column]) if column else ""
    written = "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)
    if written == text:
        written = text.replace(" ", row.rng.choice(("&nbsp;", "&#32;")), 1)
    return column is not None and written != text and row.put(column, written, row.truth[column])
