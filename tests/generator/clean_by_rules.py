"""Cleans single records by docs/cleansing-rules.md, slowly and plainly, to check the key."""

from __future__ import annotations

import re
from typing import Any

from contracts.load import allowed_values, load
from contracts.model import Column
from tests.generator.numbers_by_rules import number
from tests.generator.spelling_by_rules import Bad, one_spelling
from tests.generator.times_by_rules import moment, unsaid

_NULLS = {
    "",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "nil",
    "undefined",
    "\\n",
    "-nan",
    "1.#qnan",
    "__hive_default_partition__",
    "#n/a",
    "#nv",
    "#ref!",
    "#value!",
    "#div/0!",
    "#name?",
}
_NO_WORDS = {
    "unknown",
    "missing",
    "not set",
    "not available",
    "n.a.",
    "no data",
    "unspecified",
    "not provided",
    "n/d",
}
_BRACKETED = re.compile(r"[(<[](null|none|na|unknown|not set)[])>]")


def clean(
    dataset: str, texts: dict[str, str | None], order: str, marks: dict[str, str]
) -> tuple[dict[str, Any], list[str], list[str]]:
    """Clean values, reasons and notes.

    `order` says which part of `03/04/2025` is the day, `marks` the columns' decimal marks.
    """
    contract = load(f"source.{dataset}")
    values: dict[str, Any] = {}
    reasons, notes = [], []
    for column in contract.columns:
        text = one_spelling(texts.get(column.name) or "", decode=not column.key)
        if _is_nothing(column, text):
            values[column.name] = None
            if column.required:
                reasons.append(f"{column.name}:missing")
            continue
        try:
            values[column.name] = _value(column, text, texts, order, marks.get(column.name, ""))
        except Bad as bad:
            values[column.name] = None
            (notes if column.null_if_invalid else reasons).append(f"{column.name}:{bad}")
    reasons += _rules(values, texts)
    return values, sorted(reasons), sorted(notes)


def _is_nothing(column: Column, text: str) -> bool:
    lower = text.lower()
    if lower == "na" and column.allowed_from == "gold.dim_country":
        return False
    if lower in _NULLS or text == "NaT" or _BRACKETED.fullmatch(lower):
        return True
    if re.fullmatch("[-—.?_*/]+", text) or lower in column.no_value:
        return True
    free = column.type == "string" and not (
        column.pattern or column.format or allowed_values(column) is not None
    )
    if column.type == "timestamp" and _is_no_date(text):
        return True
    return not free and lower in _NO_WORDS


def _is_no_date(text: str) -> bool:
    """Zeros, and midnights out of range by which systems mean none."""
    zeros = re.fullmatch("-1|[0 :.-]+", text) is not None
    ends = (
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00",
        "1899-12-30",
        "1900-01-01",
        "9999-12-31",
        "9999-12-31 23:59:59",
    )
    return zeros or text in ends


def _rules(values: dict[str, Any], texts: dict[str, str | None]) -> list[str]:
    pairs = {
        "delivered_before_created": ("delivered_at", "created_at"),
        "updated_before_created": ("updated_at", "created_at"),
        "updated_before_signed_up": ("updated_at", "signed_up_at"),
    }
    return [
        n
        for n, (a, b) in pairs.items()
        if values.get(a) and values.get(b) and values[a] + unsaid(texts[a] or "") < values[b]
    ]


def _value(column: Column, text: str, texts: dict[str, str | None], order: str, mark: str) -> Any:
    if column.type == "timestamp":
        when = moment(text, order)
        if not 2010 <= when.year <= 2035:
            raise Bad("out_of_range")
        return when
    if column.is_decimal or column.type == "integer":
        return number(column, text, texts, mark)
    allowed = allowed_values(column)
    if allowed is not None:
        for code, words in allowed.items():
            if text.lower() in {code.lower(), *(w.lower() for w in words)}:
                return code
        raise Bad("not_allowed")
    special = {"phone": _phone, "identifier": _identifier}.get(column.format or "")
    return special(text) if special else _formed(column, text)


def _identifier(text: str) -> str:
    """What the generator writes: whole numbers as floats, lost digits, rubbish."""
    if found := re.fullmatch(r"(\d)(?:[.](\d+))?E[+](\d+)", text):
        if len(found[2] or "") < int(found[3]):
            raise Bad("bad_format")
        return found[1] + found[2]
    if len(text) > 255 or set(text) == {"#"}:
        raise Bad("bad_format")
    return re.sub(r"^(\d+)[.]0$", r"\1", text)


def _formed(column: Column, text: str) -> str:
    text = {"upper": text.upper(), "lower": text.lower()}.get(column.letter_case or "", text)
    if column.pattern and not re.search(column.pattern, text):
        raise Bad("bad_format")
    return text


def _phone(text: str) -> str:
    """What the generator writes: marks between well-formed digits, zeros, and floats."""
    if found := re.fullmatch(r"(\d)[.](\d+)E[+](\d+)", text):
        if len(found[2]) < int(found[3]):
            raise Bad("bad_format")
        text = found[1] + found[2]
    text = re.sub(r"(?<=\d{7})[.]0+$", "", re.sub("^(tel:|Tel[.]: )", "", text))
    if len(re.findall(r"\d{7,}", text)) > 1 or re.fullmatch(r"[^/]{7,}/.*", text):
        raise Bad("bad_format")
    # The zero that is dialled within a country only.
    text = re.sub(r"^([+]|00)(49|33|44|46|41|43|31)(?: ?[(]0[)]| 0)", r"+\2", text)
    text = re.sub("^00", "+", re.sub("[- ()/]", "", text))
    if not re.fullmatch(r"[+]?\d{7,15}", text):
        raise Bad("bad_format")
    return text
