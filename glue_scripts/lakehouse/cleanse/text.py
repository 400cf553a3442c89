"""Text as producers mean it: white space, spellings of nothing, patterns, allowed values."""

from __future__ import annotations

import re

from pyspark.sql import Column
from pyspark.sql import functions as F

from contracts import Column as Spec
from contracts import allowed_values

NOTHING = ("", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)")
# Unicode's White_Space without the plain space; engines differ on what `\s` is.
ODD_SPACE = (
    r"\x09-\x0d\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
)
# Most values need no care: one look tells, and only the others are paid for.
NEEDS_CARE = rf"^ | $|  |[{ODD_SPACE}]|^(?i:{'|'.join(map(re.escape, NOTHING))})$"


def value(spec: Spec) -> Column:
    """The text of a bronze column without outer white space; null where it means nothing."""
    raw = F.col(spec.name)
    return F.when(raw.isNull() | ~raw.rlike(NEEDS_CARE), raw).otherwise(_tidy(raw, spec))


def _tidy(raw: Column, spec: Spec) -> Column:
    folded = F.trim(F.regexp_replace(raw, rf"[ {ODD_SPACE}]+", " "))
    # Namibia is something.
    codes = {code.lower() for code in allowed_values(spec) or ()}
    nothing = [n for n in NOTHING if n not in codes]
    return F.when(~F.lower(folded).isin(nothing), folded)


def steps(spec: Spec) -> list[dict[str, Column]]:
    """Columns to add one after the other; the last ones are `clean_…` and `code_…`."""
    n, raw, clean = spec.name, F.col(f"raw_{spec.name}"), F.col(f"clean_{spec.name}")
    allowed = allowed_values(spec)
    code = "bad_format" if allowed is None else "not_allowed"
    return [
        {f"clean_{n}": _formed(spec) if allowed is None else _meant(raw, allowed)},
        {f"code_{n}": F.when(raw.isNotNull() & clean.isNull(), F.lit(code))},
    ]


def _formed(spec: Spec) -> Column:
    text = _cased(F.col(f"raw_{spec.name}"), spec.letter_case)
    if spec.remove_characters:
        text = F.translate(text, spec.remove_characters, "")
    return F.when(text.rlike(spec.pattern), text) if spec.pattern else text


def _cased(raw: Column, case: str | None) -> Column:
    if case is None:
        return raw
    return F.upper(raw) if case == "upper" else F.lower(raw)


def _meant(raw: Column, allowed: dict[str, tuple[str, ...]]) -> Column:
    folded = F.lower(raw)
    meant = F.lit(None).cast("string")
    for code, synonyms in allowed.items():
        spellings = {s.lower() for s in (code, *synonyms)}
        meant = F.when(folded.isin(sorted(spellings)), F.lit(code)).otherwise(meant)
    # Most are written as they should be.
    return F.when(raw.isin(list(allowed)), raw).otherwise(meant)
