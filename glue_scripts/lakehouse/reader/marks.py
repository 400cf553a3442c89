"""Marks around values that are none of their content: a spreadsheet's, and those of markup."""

from __future__ import annotations

import html
import re

import pyarrow as pa
import pyarrow.compute as pc

# `="00123"` and `'00123` keep a spreadsheet from taking digits for a number.
FORMULA = r'^="((?s:.*))"$'
APOSTROPHE = r"^'([-+=@]?[0-9][-+0-9 ()./]*)$"
ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def may_have_marks(text: bytes, delimiter: str) -> bool:
    """Whether any value of a text may have some; mostly there are none."""
    # Single bytes are found at the speed of memory.
    if _apostrophe_behind(text, b'\n"' + delimiter.encode()[-1:]):
        return True
    return b"&" in text or (b"=" in text and b'="' in text)


def _apostrophe_behind(text: bytes, marks: bytes) -> bool:
    at = text.find(b"'")
    while at >= 0:
        if at and text[at - 1] in marks:
            return True
        at = text.find(b"'", at + 1)
    return False


def without_marks(values: pa.Array) -> pa.Array:
    """Values without them."""
    for mark, pattern in (('="', FORMULA), ("'", APOSTROPHE)):
        if pc.any(pc.starts_with(values, mark)).as_py():
            values = pc.replace_substring_regex(values, pattern, r"\1")
    if not pc.any(pc.match_substring(values, "&")).as_py():
        return values
    marked = pc.match_substring_regex(values, ENTITY.pattern)
    encoded = values.filter(marked).dictionary_encode()
    plain = [ENTITY.sub(_character, text) for text in encoded.dictionary.to_pylist()]
    return pc.replace_with_mask(values, marked, pa.array(plain, pa.string()).take(encoded.indices))


def _character(found: re.Match[str]) -> str:
    """What an entity means; itself, if it means nothing."""
    text = html.unescape(found[0])
    return found[0] if "\ufffd" in text or "\0" in text else text
