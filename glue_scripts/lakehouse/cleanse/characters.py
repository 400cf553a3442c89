"""One spelling for characters that look the same, and none for those that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

# Zero-width space, word joiner, byte-order mark, soft hyphen, direction marks.
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
JOINERS = "\u200c\u200d"
# Between letters of these scripts, and between emoji, a joiner is part of the spelling.
JOINED = "\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ufe0f\U00011000-\U00011fff\U0001f000-\U0001faff"
IDLE = re.compile(f"[{UNSEEN}]|(?<![{JOINED}])[{JOINERS}]|[{JOINERS}](?![{JOINED}])")
# Letters, digits and marks as wide as an ideograph, or half as wide.
WIDTHS = "\uff01-\uffee"
PLAIN_WIDTH = {
    code: chr(int(unicodedata.decomposition(chr(code)).split()[1], 16))
    for code in range(0xFF01, 0xFFEF)
    if unicodedata.decomposition(chr(code)).startswith(("<wide>", "<narrow>"))
}
# What Unicode's composed form (NFC) may change: marks above and below, parts of Hangul syllables,
# and characters that are in Unicode twice.
COMPOSED = (
    "\\p{M}\u0374\u037e\u0387\u0958-\u095f\u09dc-\u09df\u0a33\u0a36\u0a59-\u0a5e\u0b5c\u0b5d"
    "\u0f43\u0f4d\u0f52\u0f57\u0f5c\u0f69\u1161-\u1175\u11a8-\u11c2\u1f71-\u1ffd\u2000\u2001\u2126\u212a\u212b"
    "\u2329\u232a\u2adc\uf900-\ufaff\ufb1d-\ufb4e\U0001d15e-\U0001d1c0\U0002f800-\U0002fa1d"
)
# The inside of a class of characters for Arrow: texts without them are as they should be.
ODD_CHARACTERS = f"{UNSEEN}{JOINERS}{WIDTHS}{COMPOSED}"


def fold(text: str) -> str:
    """A text in composed form, of one width, without characters nobody sees."""
    return unicodedata.normalize("NFC", IDLE.sub("", text.translate(PLAIN_WIDTH)))
