"""Text without what does not count: outer and odd white space, spellings of nothing."""

from __future__ import annotations

import html
import re
from functools import cache
from html.entities import html5

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse.characters import ODD_CHARACTERS, fold
from lakehouse.cleanse.columns import matches, once_each, with_others
from lakehouse.cleanse.nothing import EXACT, MARKS, allowed_words, nothing

# Unicode's White_Space without the plain space.
ODD_SPACE = (
    "\t\n\v\f\r\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
WHITE = re.compile(f"[ {ODD_SPACE}]+")
# As web shops store what was typed into a form: `M&uuml;ller`, `Fish &amp; Chips`.
ENTITY = re.compile("&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
ONLY_MARKS = re.compile(MARKS)
# Arrow makes a pattern ready in each call, and classes of rare characters take longest.
PLAIN_CARE = rf"^ | $|  |[\t\n\v\f\r]|^{MARKS}$|^{EXACT}$|&[#0-9A-Za-z]+;"
CARE = f"{PLAIN_CARE}|[{ODD_SPACE}{ODD_CHARACTERS}]"


def value(texts: pa.Array, spec: Spec) -> pa.Array:
    """The texts of a bronze column without outer white space; null where they mean nothing."""
    odd = needs_care(texts, spec)
    if not pc.any(odd).as_py():
        return texts
    words, values = nothing(spec), allowed_words(spec)
    # Keys are compared before they are cleansed: nobody should have to decode them.
    decoded = (lambda text: text) if spec.key else _decoded

    def tidy(text: str) -> tuple[str | None]:
        clean = WHITE.sub(" ", decoded(fold(text))).strip(" ")
        marks = ONLY_MARKS.fullmatch(clean) and clean not in values
        return (None if marks or clean == EXACT or clean.lower() in words else clean,)

    return with_others(texts, odd, once_each(texts.filter(odd), tidy, [pa.string()])[0])


def needs_care(texts: pa.Array, spec: Spec) -> pa.Array:
    """Where a text may not yet be as it is meant: only few have to be paid for."""
    if texts.null_count == len(texts):
        return pa.repeat(False, len(texts))
    plain = pc.all(pc.string_is_ascii(texts)).as_py()
    words = pc.is_in(pc.ascii_lower(texts), _words(nothing(spec)))
    return pc.or_(words, matches(texts, PLAIN_CARE if plain else CARE))


@cache
def _words(words: frozenset[str]) -> pa.Array:
    return pa.array(sorted(words), pa.string())


def _decoded(text: str) -> str:
    """With the characters that HTML's names and numbers stand for, also if encoded repeatedly."""
    decoded = ENTITY.sub(_character, text) if "&" in text else text
    return text if decoded == text else _decoded(fold(decoded))


def _character(entity: re.Match[str]) -> str:
    """Names and numbers that HTML does not know stay as they are."""
    name = entity[0][1:]
    found = html.unescape(entity[0]) if name.startswith("#") else html5.get(name)
    return found if found and found != "\ufffd" else entity[0]
