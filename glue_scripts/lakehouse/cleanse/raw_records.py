"""Records as they came: what is kept of those that are not used as they are."""

from __future__ import annotations

from collections.abc import Sequence
from json.encoder import encode_basestring as quoted

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract
from lakehouse.cleanse.columns import matches, whole, with_others

# Rare, and written as JSON in ways of their own.
CONTROLS = r"[\x00-\x1f]"


def raw_records(bronze: pa.Table, contract: Contract, wanted: pa.Array) -> pa.Array:
    """Records as they were written, or as JSON of what they were divided into.

    Args:
        bronze: records.
        contract: their source contract.
        wanted: which of them are asked for; the others are null.
    """
    empty = pa.nulls(bronze.num_rows, pa.string())
    if not pc.any(wanted).as_py():
        return empty
    names = [*contract.column_names, "_rescued"]
    raw, *there = (whole(bronze[name].filter(wanted)) for name in ("_raw", *names))
    texts = pc.coalesce(raw, _json(names, there))
    return with_others(empty, whole(wanted), texts)


def _json(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.Array:
    members = [_members(n, c) for n, c in zip(names, columns, strict=True)]
    objects = pc.binary_join_element_wise("{", *members, "}", "")
    odd = matches(objects, CONTROLS)
    if pc.any(odd).as_py():
        rows = zip(*(c.filter(odd).to_pylist() for c in columns), strict=True)
        singly = pa.array([_object(names, row) for row in rows], pa.string())
        objects = with_others(objects, odd, singly)
    return pc.replace_substring(objects, "{,", "{", max_replacements=1)


def _members(name: str, texts: pa.Array) -> pa.Array:
    """`,"name":"text"`, or nothing where there is no text."""
    marked = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    return pc.fill_null(pc.binary_join_element_wise(f',{quoted(name)}:"', marked, '"', ""), "")


def _object(names: Sequence[str], texts: Sequence[str | None]) -> str:
    there = zip(names, texts, strict=True)
    members = (f",{quoted(name)}:{quoted(text)}" for name, text in there if text is not None)
    return f"{{{''.join(members)}}}"
