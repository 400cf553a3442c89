"""Identifiers of any form: what tells one from rubbish, without a pattern."""

from __future__ import annotations

import re
from unicodedata import category

import pyarrow as pa
import pyarrow.compute as pc

from contracts import IDENTIFIER_LENGTH
from contracts import Column as Spec
from lakehouse.cleanse.columns import Judged, codes_where, matches, no_codes, once_each
from lakehouse.cleanse.tidy import ENTITY
from lakehouse.cleanse.unusual import with_unusual

FORMAT = "identifier"
# As nearly all are. No word for nothing has a digit and no other marks than these.
USUAL = "^[A-Za-z_:/-]*[0-9][A-Za-z0-9_:/-]*$"
# A whole number that went through a float: `450789469.0`, `4.50789469E+8`.
FLOAT = re.compile(r"([0-9]+)\.0+")
POWER = re.compile(r"([0-9])(?:\.([0-9]+))?[eE]\+([0-9]{1,3})")
# Above it floats leave out numbers: two identifiers may have become one.
EXACT = 2**53
# What stands in place of an identifier: of a letter that no decoder could read, in place of all.
LOST = "\ufffd"
RUBBISH = ("[object object]", "true", "false")


def judge(texts: pa.Array, spec: Spec) -> Judged:
    """Identifiers as they came; no letter of them is made capital or small."""
    usual = pc.and_(matches(texts, USUAL), _short(texts))
    # The other words of the contract are not usual as they are.
    if words := [word.lower() for word in spec.no_value if re.fullmatch(USUAL, word)]:
        nothing = pc.is_in(pc.utf8_lower(texts), pa.array(words, pa.string()))
        usual = pc.and_(usual, pc.invert(nothing))
    judged = Judged(texts, no_codes(len(texts)))
    return with_unusual(usual, judged, texts, spec, _judge_unusual)


def _short(texts: pa.Array) -> pa.Array:
    return pc.fill_null(pc.less_equal(pc.binary_length(texts), IDENTIFIER_LENGTH), False)


def _judge_unusual(texts: pa.Array) -> Judged:
    clean = once_each(texts, lambda text: (_identifier(text),), [pa.string()])[0]
    return Judged(clean, codes_where(pc.and_(pc.is_valid(texts), pc.is_null(clean)), "bad_format"))


def _identifier(text: str) -> str | None:
    """The identifier; None of rubbish, and where digits are lost."""
    said = whole_number(text)
    if said is None or len(said) > IDENTIFIER_LENGTH or said.lower() in RUBBISH:
        return None
    odd = LOST in said or ENTITY.search(said) or any(category(letter) == "Cc" for letter in said)
    return None if odd or not any(map(str.isalnum, said)) else said


def whole_number(text: str) -> str | None:
    """The digits of a whole number written as a float, None where some are lost; else the text."""
    if found := FLOAT.fullmatch(text):
        return found[1] if int(found[1]) <= EXACT else None
    if found := POWER.fullmatch(text):
        digits = found[1] + (found[2] or "")
        return digits if len(digits) == int(found[3]) + 1 and int(digits) <= EXACT else None
    return text
