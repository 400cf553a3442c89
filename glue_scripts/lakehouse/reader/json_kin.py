"""Names what looks like JSON and is none, so that whoever wrote it knows what to change."""

from __future__ import annotations

import re

from lakehouse.reader.json_value import skip_white

SEEN = 200
# What stands at the fault -> what it is. The first that fits counts.
_AT_FAULT = (
    (r"(//|/\*|#)", "comments are not JSON"),
    (r"'", "single quotes, as Python or JSON5 write them"),
    (r"[“”„‘’]|\xe2\x80[\x98-\x9f]", "typographic quotes"),
    (r"(True|False|None)\b", "written by Python's print or str, not by json.dumps"),
    (r"undefined\b", "undefined is JavaScript"),
    (r"-?(NaN|Infinity)\b", "NaN and Infinity are not JSON"),
    (
        r"(?<=0)[xX]|[+.][0-9]|-?0[xX0-9]|-?[0-9]+\.(?![0-9])",
        "numbers as JSON5 or JavaScript write them",
    ),
    (r",?\s*[\]}]|,?\s*$", None),
    (r"[A-Za-z_$][\w.$]*\s*\(", "a call, as in JSONP or a database shell"),
    (r"(var|let|const|window|module|export)\b", "a JavaScript program"),
    (r"\)\]\}'", "a guard against being read as a script stands before it"),
    (r"[A-Za-z_$][\w$-]*\s*:", "keys without quotes, as JSON5 or YAML write them"),
)
_FAULTS = tuple((re.compile(pattern), what) for pattern, what in _AT_FAULT)
COMMA = "a comma before the end"


def named(text: str, at: int) -> str | None:
    """What stands at a fault, if it is known; None otherwise.

    Args:
        text: some of the file, one character for each byte.
        at: where it is no JSON.
    """
    here = skip_white(text, at)
    for pattern, what in _FAULTS:
        if pattern.match(text, here):
            return what or _comma(text, at)
    return None


def _comma(text: str, at: int) -> str | None:
    before = text[max(at - SEEN, 0) : at + 1].rstrip(" \t\r\n]}")
    return COMMA if before.endswith(",") else None
