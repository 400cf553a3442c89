"""Reasons for which files are refused and records quarantined, in words."""

from __future__ import annotations

import re

from contracts import datasets, load

_WORDS = {
    # files (docs/reading-rules.md)
    "unknown_dataset": "in no folder of a dataset or a producer",
    "unreadable_name": "its name is no text",
    "unreadable": "cannot be opened",
    "trailing_garbage": "more bytes behind the end",
    "bomb": "unpacks to far too much",
    "not_json": "damaged JSON, or none at all",
    "binary_content": "not text",
    "unsupported_format": "a format nobody reads here",
    "unknown_encoding": "letters that could be several others",
    "empty": "nothing in it",
    "no_delimiter": "nothing divides the columns",
    "no_header": "no line of column names",
    "repeated_column": "two columns mean the same",
    "no_readable_record": "not one record can be read",
    "ambiguous_records": "several lists could be the records",
    "contradicts_producer": "not as its producer file says",
    # records as text (docs/reading-rules.md)
    "ragged_row": "fields missing or too many",
    "split_number": "a decimal comma divides a number",
    "broken_quote": "a quote is not closed properly",
    "invalid_json": "the line is not JSON",
    "not_an_object": "JSON, but not an object",
    "nested_records": "the records stand deeper inside",
    "repeated_key": "the same key twice",
    "undecodable": "bytes that are no characters",
    "nul_byte": "a NUL byte",
    "stray_cr": "a line end unlike the others",
    "repeated_header": "the column names once more",
    "second_header": "units or names below the header",
    "trailer": "a sum or a remark at the end",
    "too_deep": "JSON nested far too deep",
    "too_large": "longer than 16 MiB",
    # values (docs/cleansing-rules.md)
    "missing": "no value",
    "bad_format": "not in the right form",
    "not_allowed": "none of the allowed values",
    "invalid_number": "not a number",
    "ambiguous_number": "thousands or decimals?",
    "too_precise": "too many decimals",
    "out_of_range": "outside the allowed range",
    "invalid_timestamp": "not a date",
    "ambiguous_timestamp": "can be read in several ways",
    "currency_conflict": "marked with another currency",
    "conflict": "contradicts another record",
    "deletion": "says that it was deleted",
    "not_an_array": "no array of records",
    "parent": "the record around it is not good",
    # files (docs/cleansing-rules.md)
    "file_set_aside": "the whole file is set aside",
}
# Of every format and compression (docs/reading-rules.md).
_OF_FORMATS = (
    (re.compile("not_(.+)"), "named {}, but is not"),
    (re.compile("(.+)_corrupt"), "damaged or cut {}"),
)


def in_words(dataset: str, reason: str) -> str:
    """A reason such as `price:out_of_range` as `price: outside the allowed range`."""
    column, _, code = reason.rpartition(":")
    words = _WORDS.get(code) or _rules(dataset).get(code) or _of_format(code)
    return f"{column}: {words}" if column else words


def _of_format(code: str) -> str:
    found = ((pattern.fullmatch(code), words) for pattern, words in _OF_FORMATS)
    told = (words.format(match[1]) for match, words in found if match)
    return next(told, code.replace("_", " "))


def _rules(dataset: str) -> dict[str, str]:
    """What the contract says of its rules over several columns."""
    if dataset not in datasets():
        return {}
    return {r.name: r.description.rstrip(".") for r in load(f"source.{dataset}").rules}
