"""Text as producers mean it: white space, spellings of nothing, patterns, allowed values."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from contracts import allowed_values
from lakehouse.cleanse.columns import Judged, codes_where, matches, once_each, with_others

NOTHING = ("", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)")
# Unicode's White_Space without the plain space.
ODD_SPACE = "\x09-\x0d\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WHITE = re.compile(f"[ {ODD_SPACE}]+")
# Most values need no care: one look tells, and only the others are paid for.
NEEDS_CARE = rf"^ | $|  |[{ODD_SPACE}]|^(?i:{'|'.join(map(re.escape, NOTHING))})$"


def value(texts: pa.Array, spec: Spec) -> pa.Array:
    """The texts of a bronze column without outer white space; null where they mean nothing."""
    odd = matches(texts, NEEDS_CARE)
    if not pc.any(odd).as_py():
        return texts
    # Namibia is something.
    codes = {code.lower() for code in allowed_values(spec) or ()}
    nothing = {n for n in NOTHING if n not in codes}

    def tidy(text: str) -> tuple[str | None]:
        folded = WHITE.sub(" ", text).strip(" ")
        return (None if folded.lower() in nothing else folded,)

    return with_others(texts, odd, once_each(texts.filter(odd), tidy, [pa.string()])[0])


def judge(texts: pa.Array, spec: Spec) -> Judged:
    """Texts by the pattern or the allowed values of their column."""
    allowed = allowed_values(spec)
    clean = _formed(texts, spec) if allowed is None else _meant(texts, allowed)
    code = "bad_format" if allowed is None else "not_allowed"
    return Judged(clean, codes_where(pc.and_(pc.is_valid(texts), pc.is_null(clean)), code))


def _formed(texts: pa.Array, spec: Spec) -> pa.Array:
    cased = _cased(texts, spec.letter_case)
    if spec.remove_characters:
        cased = pc.replace_substring_regex(cased, f"[{re.escape(spec.remove_characters)}]", "")
    if spec.pattern is None:
        return cased
    return pc.if_else(matches(cased, spec.pattern), cased, pa.scalar(None, pa.string()))


def _cased(texts: pa.Array, case: str | None) -> pa.Array:
    if case is None:
        return texts
    upper = case == "upper"
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return pc.ascii_upper(texts) if upper else pc.ascii_lower(texts)
    # Python knows letters whose other case is more than one letter.
    return once_each(texts, lambda t: (t.upper() if upper else t.lower(),), [pa.string()])[0]


def _meant(texts: pa.Array, allowed: dict[str, tuple[str, ...]]) -> pa.Array:
    meant = {s.lower(): code for code, synonyms in allowed.items() for s in (code, *synonyms)}
    found = once_each(texts, lambda text: (meant.get(text.lower()),), [pa.string()])
    return found[0]
