"""Lines of text as the bytes of a file."""

from __future__ import annotations

import codecs
import gzip

from generator.kinds.structure import BAD_BYTE
from generator.layout import Layout

_MARKS = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
_LEVEL = 2
"""Fast: the time goes into compression otherwise."""


def text_file(lines: list[str], layout: Layout, *, torn: bool) -> bytes:
    """Text of lines (the header among them), encoded."""
    if layout.container == "json_array":
        return _encoded(_array(lines, layout), layout.encoding)
    if layout.blank_lines:
        lines = [line for i, text in enumerate(lines) for line in _spread(i, text)]
    text = layout.line_end.join(lines)
    if layout.last_line_end and not torn:
        text += layout.line_end
    return _encoded(text, layout.encoding)


def compressed(data: bytes, layout: Layout) -> bytes:
    """The bytes as gzip, always the same for the same bytes."""
    size = -(-len(data) // layout.members) or 1
    parts = [data[i : i + size] for i in range(0, len(data), size)] or [b""]
    return b"".join(gzip.compress(part, _LEVEL, mtime=0) for part in parts)


def _array(lines: list[str], layout: Layout) -> str:
    comma = ", " if layout.spaced else ","
    if layout.frame == "envelope":
        return f'{{"meta":{{"page":1,"next":null}},"data":[{comma.join(lines)}]}}\n'
    if layout.frame != "array":
        return ("" if layout.frame == "touching" else ",\n").join(lines)
    if layout.one_line:
        return f"[{comma.join(lines)}]"
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _spread(index: int, text: str) -> tuple[str, ...]:
    return (text, "") if index % 7 == 3 else (text,)


def _encoded(text: str, encoding: str) -> bytes:
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    data = _MARKS.get(encoding, b"") + text.encode(plain)
    return data.replace(BAD_BYTE.encode(), b"\xff") if encoding == "utf-8" else data
