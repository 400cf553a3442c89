"""One spelling of texts, and the codes of values that cannot be used."""

from __future__ import annotations

import html
import re
from unicodedata import normalize

_UNSEEN = re.compile("[\u200b\ufeff\u00ad\u200e\u2060]")
_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}


class Bad(Exception):
    """The code of a value that cannot be used."""


def one_spelling(text: str, *, decode: bool) -> str:
    text = html.unescape(text) if decode else text
    text = _UNSEEN.sub("", normalize("NFC", text)).translate(_FULL_WIDTH)
    return " ".join(text.split())
