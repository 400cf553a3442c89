"""Numbers in the many ways people write them."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from contracts import Column as Spec

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "kr": "SEK"}
KNOWN = (*SIGNS, "EUR", "USD", "GBP", "CHF", "SEK", "PLN")
MARK = r"(€|\$|£|zł|ZŁ|kr|Kr|KR|[A-Za-z]{3})"
PLAIN = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
WIDE = "decimal(38,10)"
EXACT_IN_DOUBLE = 15


def steps(spec: Spec) -> list[dict[str, Column]]:
    """Columns to add one after the other; the last ones are `clean_…` and `code_…`.

    Most numbers are written as usual. They pass by the steps that make out the others.
    """
    n, raw, kind = spec.name, F.col(f"raw_{spec.name}"), _narrow(spec)
    usual, bare, mark, digits, plain, wide, narrow = (
        F.col(f"{p}_{n}") for p in ("usual", "bare", "mark", "digits", "plain", "wide", "narrow")
    )
    made_out = F.when(digits.rlike(PLAIN), digits).otherwise(_canonical(digits))
    final = narrow.try_cast(spec.type if spec.is_decimal else "int")
    return [
        {f"usual_{n}": raw.rlike(_usual(spec))},
        {f"bare_{n}": F.when(~usual, F.regexp_replace(raw, r"^\( ?(.*?) ?\)$", "$1"))},
        {f"mark_{n}": F.when(~usual, _mark(bare))},
        {f"digits_{n}": F.when(mark != "", _unmarked(bare)).otherwise(bare)},
        {f"plain_{n}": F.when(~usual, made_out)},
        {f"wide_{n}": F.when(~usual, _wide(plain, bare != raw))},
        {f"narrow_{n}": F.when(usual, raw.try_cast(kind)).otherwise(wide.try_cast(kind))},
        {f"code_{n}": F.when(usual, _outside(spec, narrow)).otherwise(_wrong(spec))},
        {f"clean_{n}": F.when(F.col(f"code_{n}").isNull(), final)},
    ]


def _decimals(spec: Spec) -> int:
    return spec.precision[1] if spec.is_decimal else 0


def _usual(spec: Spec) -> str:
    """What a program writes: nothing to find out, nothing to round."""
    decimals = _decimals(spec)
    return r"^-?[0-9]{1,15}" + (rf"(\.[0-9]{{1,{decimals}}})?$" if decimals else "$")


def _narrow(spec: Spec) -> str:
    """The column's decimals, and room for values that are out of range."""
    return f"decimal(28,{_decimals(spec)})"


def _wrong(spec: Spec) -> Column:
    raw, digits, plain, mark, wide, narrow = (
        F.col(f"{p}_{spec.name}") for p in ("raw", "digits", "plain", "mark", "wide", "narrow")
    )
    return (
        F.when(raw.isNull(), F.lit(None).cast("string"))
        .when(digits.rlike(r"^[+-]?[0-9]{1,3},[0-9]{3}$"), "ambiguous_number")
        .when(plain.isNull(), "invalid_number")
        .when(_conflict(spec, mark), "currency_conflict")
        .when(wide.isNull(), "out_of_range")
        # Compared at one and the same scale: engines differ on comparing decimals of two.
        .when(wide != narrow.try_cast(WIDE), "too_precise")
        .when(plain.rlike(r"\.[0-9]{10,}[1-9]"), "too_precise")
        .otherwise(_outside(spec, narrow))
    )


def _wide(plain: Column, bracketed: Column) -> Column:
    signed = F.when(bracketed, F.concat(F.lit("-"), plain)).otherwise(plain)
    # Not every engine casts exponents to decimals. A double holds 15 digits exactly, no more.
    short = F.length(plain) <= EXACT_IN_DOUBLE
    by_double = F.when(short, signed.try_cast("double").try_cast(WIDE))
    return F.when(plain.rlike("[eE]"), by_double).otherwise(signed.try_cast(WIDE))


def _mark(bare: Column) -> Column:
    before = F.regexp_extract(bare, rf"^{MARK} ?[-+0-9.]", 1)
    behind = F.regexp_extract(bare, rf"[0-9.] ?{MARK}$", 1)
    return F.when(before != "", before).otherwise(behind)


def _unmarked(bare: Column) -> Column:
    return F.regexp_replace(F.regexp_replace(bare, rf"^{MARK} ?", ""), rf" ?{MARK}$", "")


def _canonical(digits: Column) -> Column:
    """With a decimal point and no marks of thousands; null if it is no number."""
    no_commas = F.regexp_replace(digits, ",", "")
    comma_is_point = F.regexp_replace(F.regexp_replace(digits, r"[. ']", ""), ",", ".")
    no_points = F.regexp_replace(digits, r"\.", "")
    no_groups = F.regexp_replace(F.regexp_replace(digits, "[ ']", ""), ",", ".")
    return (
        F.when(digits.rlike(r"^[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+$"), no_commas)
        .when(digits.rlike(r"^[+-]?[0-9]{1,3}(,[0-9]{3}){2,}$"), no_commas)
        .when(digits.rlike(r"^[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$"), comma_is_point)
        .when(digits.rlike(r"^[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}$"), no_points)
        .when(digits.rlike(r"^[+-]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?$"), no_groups)
        .when(digits.rlike(r"^[+-]?[0-9]{1,3}('[0-9]{3})+([.,][0-9]+)?$"), no_groups)
        .when(digits.rlike(r"^[+-]?[0-9]+,[0-9]+$"), comma_is_point)
    )


def _conflict(spec: Spec, mark: Column) -> Column:
    folded = F.lower(mark)
    if spec.currency_column is None:
        return (mark != "") & ~folded.isin([k.lower() for k in KNOWN])
    code = F.upper(mark)
    for sign, meant in SIGNS.items():
        code = F.when(folded == sign, F.lit(meant)).otherwise(code)
    stated = F.col(f"clean_{spec.currency_column}")
    return (mark != "") & stated.isNotNull() & (code != stated)


def _outside(spec: Spec, narrow: Column) -> Column:
    beyond, kind = F.lit(False), _narrow(spec)
    low, high = spec.bounds
    if low is not None:
        beyond = beyond | (narrow < F.lit(low).cast(kind))
    if high is not None:
        beyond = beyond | (narrow > F.lit(high).cast(kind))
    return F.when(beyond, "out_of_range")
