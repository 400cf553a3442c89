"""Files that are no data, told by their first bytes."""

from __future__ import annotations

import re

from lakehouse.reader.verdict import Refused

# First bytes of things that producers rename to .csv or .txt, or that a failed download leaves.
FOREIGN = (
    (b"PK\x03\x04", "a zip archive: name it .zip, and do not put it into another one"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x04\x22\x4d\x18", "an lz4 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"PARE", "a Parquet file with an encrypted footer"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
)
# A tag, but not the `<NAME>,` of some price lists.
MARKUP = re.compile(
    rb"(\xef\xbb\xbf)?\s*<(\?xml|!doctype|!--|[a-z][a-z0-9:_-]*(\s+[a-z0-9:_-]+\s*=|\s*/?>\s*[<\r\n]))",
    re.IGNORECASE,
)
# Hive divides fields by the first of them.
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0c\x00\x1b\x01"))


def refuse_foreign(head: bytes) -> None:
    """Raises Refused when the first bytes are those of something that is no data file."""
    for magic, what in FOREIGN:
        # Letters alone could begin a column's name: then something must follow that no text has.
        if head.startswith(magic) and (not magic.isalnum() or is_binary(head)):
            raise Refused("unsupported_format", f"this is {what}", 0)
    if MARKUP.match(head):
        raise Refused("unsupported_format", "this is a markup document, not data", 0)


def refuse_binary(head: bytes) -> None:
    """Raises Refused when text (as UTF-8) holds control characters as only binary data does."""
    if is_binary(head):
        raise Refused("binary_content", "control characters as only binary data has them", 0)


def is_binary(head: bytes) -> bool:
    """Whether there are control characters as only binary data has them."""
    controls = len(head) - len(head.translate(None, CONTROL))
    return controls > max(4, len(head) // 100) or head.count(0) * 2 > len(head)
