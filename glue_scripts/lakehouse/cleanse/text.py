"""Text as producers mean it: white space, spellings of nothing, patterns, allowed values."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from contracts import Column as Spec
from contracts import allowed_values

NOTHING = ("", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)")


def value(spec: Spec) -> Column:
    """The text of a bronze column without outer white space; null where it means nothing."""
    folded = F.trim(F.regexp_replace(F.col(spec.name), r"[\s\u00a0]+", " "))
    nothing = [n for n in NOTHING if not (n == "na" and spec.allowed_from)]
    return F.when(~F.lower(folded).isin(nothing), folded)


def steps(spec: Spec) -> list[dict[str, Column]]:
    """Columns to add one after the other; the last ones are `clean_…` and `code_…`."""
    n, raw, cased = spec.name, F.col(f"raw_{spec.name}"), F.col(f"cased_{spec.name}")
    allowed = allowed_values(spec)
    if allowed is not None:
        clean, cased_by = _meant(cased, allowed), F.lower(raw)
        bad, code = F.col(f"clean_{n}").isNull(), "not_allowed"
    else:
        cased_by = F.translate(_cased(raw, spec.letter_case), spec.remove_characters, "")
        good = cased.rlike(spec.pattern) if spec.pattern else F.lit(True)
        clean, bad, code = F.when(good, cased), F.col(f"clean_{n}").isNull(), "bad_format"
    return [
        {f"cased_{n}": cased_by},
        {f"clean_{n}": clean},
        {f"code_{n}": F.when(raw.isNotNull() & bad, F.lit(code))},
    ]


def _cased(raw: Column, case: str | None) -> Column:
    if case is None:
        return raw
    return F.upper(raw) if case == "upper" else F.lower(raw)


def _meant(folded: Column, allowed: dict[str, tuple[str, ...]]) -> Column:
    meant = F.lit(None).cast("string")
    for code, synonyms in allowed.items():
        spellings = {s.lower() for s in (code, *synonyms)}
        meant = F.when(folded.isin(sorted(spellings)), F.lit(code)).otherwise(meant)
    return meant
