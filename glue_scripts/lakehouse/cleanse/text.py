"""Text as producers mean it: patterns, letter case, allowed values."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from contracts import allowed_values
from lakehouse.cleanse.columns import Judged, codes_where, matches, no_codes, once_each
from lakehouse.cleanse.tidy import needs_care
from lakehouse.cleanse.unusual import with_unusual

Allowed = dict[str, tuple[str, ...]]


def judge(texts: pa.Array, spec: Spec) -> Judged:
    """Texts by the pattern or the allowed values of their column."""
    allowed = allowed_values(spec)
    usual = _as_formed(texts, spec) if allowed is None else _codes(texts, allowed)
    judged = Judged(texts, no_codes(len(texts)))
    return with_unusual(usual, judged, texts, spec, lambda rest: _judge_unusual(rest, spec))


def _judge_unusual(texts: pa.Array, spec: Spec) -> Judged:
    allowed = allowed_values(spec)
    clean = _formed(texts, spec) if allowed is None else _meant(texts, allowed)
    code = "bad_format" if allowed is None else "not_allowed"
    return Judged(clean, codes_where(pc.and_(pc.is_valid(texts), pc.is_null(clean)), code))


def _as_formed(texts: pa.Array, spec: Spec) -> pa.Array:
    """Which texts are as they should be: forming them would change nothing."""
    if spec.pattern is None:
        good = pc.and_(pc.is_valid(texts), pc.invert(needs_care(texts, spec)))
    else:
        good = matches(texts, spec.pattern)
    if spec.pattern or spec.letter_case:
        # Beyond ASCII a letter may be written in more than one way, or have more than two cases.
        good = pc.and_(good, pc.fill_null(pc.string_is_ascii(texts), False))
    if spec.letter_case:
        cased = _ascii_cased(texts, spec.letter_case)
        good = pc.and_(good, pc.fill_null(pc.equal(texts, cased), False))
    return good


def _formed(texts: pa.Array, spec: Spec) -> pa.Array:
    cased = _cased(texts, spec.letter_case) if spec.letter_case else texts
    if spec.pattern is None:
        return cased
    return pc.if_else(matches(cased, spec.pattern), cased, pa.scalar(None, pa.string()))


def _ascii_cased(texts: pa.Array, case: str) -> pa.Array:
    return pc.ascii_upper(texts) if case == "upper" else pc.ascii_lower(texts)


def _cased(texts: pa.Array, case: str) -> pa.Array:
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return _ascii_cased(texts, case)
    # Python knows letters whose other case is more than one letter.
    cased = str.upper if case == "upper" else str.lower
    return once_each(texts, lambda text: (cased(text),), [pa.string()])[0]


def _codes(texts: pa.Array, allowed: Allowed) -> pa.Array:
    """Which texts are allowed values as they stand."""
    meanings = _meanings(allowed)
    codes = [code for code in allowed if meanings[code.lower()] == code]
    return pc.is_in(texts, pa.array(codes, pa.string()))


def _meant(texts: pa.Array, allowed: Allowed) -> pa.Array:
    meanings = _meanings(allowed)
    return once_each(texts, lambda text: (meanings.get(text.lower()),), [pa.string()])[0]


def _meanings(allowed: Allowed) -> dict[str, str]:
    return {s.lower(): code for code, synonyms in allowed.items() for s in (code, *synonyms)}
