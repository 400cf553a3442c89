"""Judges bronze records by their contract: typed columns, reasons and issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from contracts import Contract
from lakehouse.cleanse import (
    booleans,
    dates,
    deletions,
    identifiers,
    minor_units,
    numbers,
    phones,
    rules,
    text,
    timestamps,
)
from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.columns import Judged, codes_where, no_codes, whole, with_others
from lakehouse.cleanse.decimal_marks import ASPECT, MARKS
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.number_forms import POINT
from lakehouse.cleanse.raw_records import raw_records

MOMENTS = {"date": dates.judge, "timestamp": timestamps.judge}


def judged(
    bronze: pa.Table,
    contract: Contract,
    evidence: Evidence,
    contested: pa.Array | None = None,
    known: Mapping[str, Judged] | None = None,
) -> pa.Table:
    """Bronze -> typed columns, `reasons` (null for good records), `_issues` and `raw_record`.

    Args:
        bronze: records of one file.
        contract: its source contract.
        evidence: what the whole file shows of the way its values are written.
        contested: which records may have to be quarantined although they are good: these have a
            `raw_record` as well.
        known: columns that are judged already.
    """
    found = columns_judged(bronze, contract, evidence, known)
    reasons = _reasons(bronze, contract, found)
    columns = {c.name: found[c.name].values for c in contract.columns}
    wanted = pc.is_valid(reasons)
    if contested is not None:
        wanted = pc.or_(wanted, contested)
    columns["raw_record"] = raw_records(bronze, contract, wanted)
    columns["reasons"] = reasons
    columns["_issues"] = _issues(contract, found, bronze.num_rows)
    passed = ("_rescued", *contract.place, "_arrived_at")
    return pa.table(columns | {name: bronze[name] for name in passed})


def columns_judged(
    bronze: pa.Table,
    contract: Contract,
    evidence: Evidence,
    known: Mapping[str, Judged] | None = None,
) -> dict[str, Judged]:
    """The columns of bronze records, each by itself; arguments as those of `judged`."""
    found = dict(known or {})
    # Amounts look at the currency beside them and phones at the country, so these come first.
    for spec in sorted(contract.columns, key=lambda c: bool(c.currency_column or c.country_column)):
        if spec.name not in found:
            texts = whole(bronze[spec.name])
            found[spec.name] = _judged(texts, spec, evidence.clues(spec.name), found)
    return found


def with_reason(judged: pa.Table, bronze: pa.Table, contract: Contract, reason: str) -> pa.Table:
    """Judged records, none of which is good any more: each has one reason more, as its last.

    Args:
        judged: records as `judged` returns them.
        bronze: the same records as they came.
        contract: their source contract.
        reason: the reason.
    """
    own = pc.binary_join_element_wise(judged["reasons"], reason, ";", null_handling="skip")
    reasons = whole(own)
    for name, values in (
        ("reasons", reasons),
        ("raw_record", raw_records(bronze, contract, pc.is_valid(reasons))),
    ):
        judged = judged.set_column(judged.column_names.index(name), name, values)
    return judged


def _judged(texts: pa.Array, spec: Spec, clues: Clues, found: Mapping[str, Judged]) -> Judged:
    if spec.format == phones.FORMAT:
        return phones.judge(texts, spec, _beside(spec.country_column, found))
    if spec.format == identifiers.FORMAT:
        return identifiers.judge(texts, spec)
    if spec.type == "string":
        return text.judge(texts, spec)
    if spec.type == "boolean":
        return booleans.judge(texts, spec)
    if spec.type in MOMENTS:
        return MOMENTS[spec.type](texts, spec, clues)
    stated = _stated(spec, found, len(texts))
    if spec.minor_units:
        return minor_units.judge(texts, spec, stated)
    return numbers.judge(texts, spec, _written(spec, clues), stated)


def _stated(spec: Spec, found: Mapping[str, Judged], rows: int) -> pa.Array | None:
    """The currency of each amount, as its column or the contract says; None where none does."""
    if spec.currency:
        return pa.repeat(pa.scalar(spec.currency), rows)
    return _beside(spec.currency_column, found)


def _beside(column: str | None, found: Mapping[str, Judged]) -> pa.Array | None:
    return None if column is None else found[column].values


def _written(spec: Spec, clues: Clues) -> numbers.Written:
    """The decimal mark that the column shows, or else its file, or else the contract."""
    if clues.native:
        return numbers.Written(POINT, native=True)
    told = None if clues.file.get(ASPECT) else spec.decimal_mark
    return numbers.Written(clues.settle(ASPECT, MARKS) or told)


def _reasons(bronze: pa.Table, contract: Contract, found: dict[str, Judged]) -> pa.Array:
    fatal = {
        c.name: (f"{c.name}:", found[c.name].codes)
        for c in contract.columns
        if not c.null_if_invalid
    }
    for rule in contract.rules:
        violated = rules.violated(rule, contract, bronze, found)
        fatal[rule.name] = "", codes_where(violated, rule.name)
    fatal[deletions.REASON] = "", codes_where(deletions.deleted(bronze), deletions.REASON)
    joined = _joined([fatal[name] for name in sorted(fatal)], bronze.num_rows)
    return pc.coalesce(whole(bronze["_defect"]), joined)


def _issues(contract: Contract, found: dict[str, Judged], rows: int) -> pa.Array:
    noted = sorted((c for c in contract.columns if c.null_if_invalid), key=lambda c: c.name)
    return pc.fill_null(_joined([(f"{c.name}:", found[c.name].codes) for c in noted], rows), "")


def _joined(codes: Sequence[tuple[str, pa.Array]], rows: int) -> pa.Array:
    """Codes, each behind its prefix, with semicolons between them; null where there are none."""
    there = [(prefix, c) for prefix, c in codes if c.null_count < rows]
    if not there:
        return no_codes(rows)
    # Few records have any; only these are joined.
    some = reduce(pc.or_, [pc.is_valid(c) for _, c in there])
    parts = [pc.binary_join_element_wise(prefix, c.filter(some), "") for prefix, c in there]
    joined = pc.binary_join_element_wise(*parts, ";", null_handling="skip")
    return with_others(no_codes(rows), some, joined)
