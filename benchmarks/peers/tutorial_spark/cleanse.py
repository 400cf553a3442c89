"""Types and judges records with DataFrame functions, column by column."""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from contracts import Column as Spec
from contracts import Contract, allowed_values

NOTHING = (
    *("", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)"),
)
MARK = r"(?i)^\s*(€|\$|£|zł|kr|[a-z]{3})\s*(?=[-+0-9.])|(?<=[0-9.])\s*(€|\$|£|zł|kr|[a-z]{3})\s*$"
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "kr": "SEK"}
FORMATS = (
    "yyyy-MM-dd['T'][ ]HH:mm:ss[.SSSSSSSSS][.SSSSSS][.SSS][.SS][.S][XXX][XX][X]",
    "yyyy-MM-dd['T'][ ]HH:mm",
    "yyyy-MM-dd",
    "yyyyMMdd",
    "yyyy/MM/dd[ HH:mm:ss]",
    "dd.MM.yyyy[ HH:mm:ss]",
    "d MMM yyyy[ HH:mm:ss]",
    "d MMMM yyyy",
    "MMM d, yyyy",
)
DAY_FIRST = ("dd/MM/yyyy HH:mm", "dd/MM/yyyy")
MONTH_FIRST = ("MM/dd/yyyy HH:mm", "MM/dd/yyyy")


def cleansed(raw: DataFrame, contract: Contract) -> DataFrame:
    """Typed columns and `reasons`: empty for good records."""
    present = set(raw.columns)
    for column in contract.columns:
        text = F.col(column.name) if column.name in present else F.lit(None).cast("string")
        raw = raw.withColumn(f"raw_{column.name}", _filled(text, column))
    for column in contract.columns:
        raw = raw.withColumn(column.name, _typed(column))
    reasons = [_reason(c, contract) for c in contract.columns if not c.null_if_invalid]
    for rule in contract.rules:
        reasons.append(F.when(F.expr(rule.violated_when), F.lit(rule.name)))
    ordered = F.array_sort(F.array_compact(F.array(*reasons)))
    return raw.withColumn("reasons", F.concat_ws(";", ordered))


def _filled(text: Column, spec: Spec) -> Column:
    folded = F.trim(F.regexp_replace(text, r"[\s\p{Z}]+", " "))
    nothing = [n for n in NOTHING if not (n == "na" and spec.allowed_from == "gold.dim_country")]
    return F.when(~F.lower(folded).isin(nothing), folded)


def _typed(spec: Spec) -> Column:
    raw = F.col(f"raw_{spec.name}")
    if spec.type == "timestamp":
        return _in_range(spec, _moment(raw))
    if spec.type == "string":
        return _text(spec, raw)
    number = _in_range(spec, _number(raw))
    decimals = spec.precision[1] if spec.is_decimal else 0
    exact = F.when(number == F.round(number, decimals), number)
    return exact.cast(spec.type if spec.is_decimal else "int")


def _text(spec: Spec, raw: Column) -> Column:
    allowed = allowed_values(spec)
    if allowed is not None:
        spellings = {s.lower(): code for code, others in allowed.items() for s in (code, *others)}
        pairs = [F.lit(x) for pair in spellings.items() for x in pair]
        return F.create_map(*pairs)[F.lower(raw)]
    cased = raw
    if spec.letter_case:
        cased = F.upper(raw) if spec.letter_case == "upper" else F.lower(raw)
    pattern = spec.pattern
    if spec.format == "phone":
        cased, pattern = F.regexp_replace(raw, "[-() ./]", ""), "^[+]?[0-9]{7,15}$"
    return F.when(cased.rlike(pattern), cased) if pattern else cased


def _number(raw: Column) -> Column:
    bare = F.regexp_replace(F.regexp_replace(raw, MARK, ""), r"^\((.*)\)$", "-$1")
    point = F.regexp_replace(F.regexp_replace(bare, r"[ '.](?=[0-9]{3})", ""), ",", ".")
    comma = F.regexp_replace(bare, r"[ ',](?=[0-9]{3})", "")
    repeated = F.regexp_replace(bare, r"[.,](?=[0-9]{3})", "")
    plain = (
        F.when(bare.rlike(r"^[-+]?[0-9]{1,3},[0-9]{3}$"), F.lit(None))
        .when(bare.rlike(r"^[-+]?[0-9]{1,3}(\.[0-9]{3}){2,}$"), repeated)
        .when(bare.rlike(r",[0-9]{1,2}$|\.[0-9]{3},[0-9]+$|^[0-9]+,[0-9]{4,}$"), point)
        .when(bare.rlike(r"[ ',][0-9]{3}"), comma)
        .otherwise(bare)
    )
    return plain.try_cast("double").try_cast("decimal(28,6)")


def _moment(raw: Column) -> Column:
    seconds = F.when(raw.rlike(r"^[0-9]{10}(\.[0-9]+)?$"), raw.try_cast("double"))
    millis = F.when(raw.rlike("^[0-9]{13}$"), raw.try_cast("double") / 1000)
    epoch = F.timestamp_micros((F.coalesce(seconds, millis) * 1_000_000).cast("bigint"))
    cut = F.regexp_replace(raw, r"(\.[0-9]{6})[0-9]+", "$1")
    tries = [F.try_to_timestamp(cut, F.lit(f)) for f in FORMATS]
    days = [F.try_to_timestamp(raw, F.lit(f)) for f in DAY_FIRST]
    months = [F.try_to_timestamp(raw, F.lit(f)) for f in MONTH_FIRST]
    day, month = F.coalesce(*days), F.coalesce(*months)
    slashes = F.when(day.isNull() | month.isNull() | (day == month), F.coalesce(day, month))
    return F.coalesce(epoch, *tries, slashes)


def _in_range(spec: Spec, value: Column) -> Column:
    late = " 23:59:59.999999" if spec.type == "timestamp" else ""
    kind = "timestamp" if spec.type == "timestamp" else "decimal(28,6)"
    low, high = F.lit(spec.minimum).cast(kind), F.lit(f"{spec.maximum}{late}").cast(kind)
    return F.when(value.between(low, high), value)


def _reason(spec: Spec, contract: Contract) -> Column:
    raw, clean = F.col(f"raw_{spec.name}"), F.col(spec.name)
    reason = F.when(raw.isNotNull() & clean.isNull(), F.lit(f"{spec.name}:invalid"))
    if spec.required:
        reason = F.when(raw.isNull(), F.lit(f"{spec.name}:missing")).otherwise(reason)
    if spec.currency_column:
        reason = F.when(
            _conflict(raw, spec.currency_column), F.lit(f"{spec.name}:currency")
        ).otherwise(reason)
    return reason


def _conflict(raw: Column, currency: str) -> Column:
    mark = F.lower(F.trim(F.regexp_extract(raw, MARK, 0)))
    named = reduce(lambda c, s: F.when(mark == s, SIGNS[s]).otherwise(c), SIGNS, F.upper(mark))
    return (mark != "") & F.col(currency).isNotNull() & (named != F.col(currency))
