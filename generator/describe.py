"""What must come of a built file and its records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa

from generator.arrow import typed_table
from generator.build import Builder
from generator.built import BuiltFile
from generator.fates import ASIDE, Fate, Groups, Member
from generator.tables import table

_FORMATS = {"json_array": "json", "json_object": "json"}


def describe(builder: Builder, path: str, size: int, groups: Groups) -> BuiltFile:
    """The file's part of the answer key; its repeated records go to the groups."""
    names = tuple(k.name for k in builder.kinds)
    reason = next((k.reason for k in builder.kinds if k.reason), None)
    dataset = builder.spec.dataset
    if reason:
        return BuiltFile(path, dataset, "reject", names, size, reason=reason)
    file = BuiltFile(path, dataset, "accept", names, size, **_facts(builder))
    if any(k.empty for k in builder.kinds):
        file.verdict = "empty"
        return file
    if builder.broken:
        file.verdict = "accept_with_quarantine"
    _add_records(file, builder)
    if any(k.aside for k in builder.kinds):
        _set_aside(file, builder)
    else:
        _add_members(path, builder, groups)
    return file


def _set_aside(file: BuiltFile, builder: Builder) -> None:
    """No record takes part, whatever becomes of it alone."""
    assert file.truth is not None
    file.truth = file.truth.slice(0, 0)
    for number in range(1, builder.count + 1):
        fate = file.fates.get(number, Fate())
        own = fate.reasons if fate.outcome == "quarantined" else ""
        reasons = f"{own};{ASIDE}" if own else ASIDE
        file.fates[number] = replace(fate, outcome="aside", reasons=reasons)


def _facts(builder: Builder) -> dict[str, Any]:
    layout = builder.layout
    facts: dict[str, Any] = {
        "format": _FORMATS.get(layout.container, layout.container),
        "compression": "gzip" if layout.gzip else "none",
        "encoding": None if layout.container == "parquet" else layout.encoding,
        "records": builder.count,
        "bad_records": builder.broken,
    }
    if any(k.formless for k in builder.kinds):
        facts |= {"format": None, "encoding": None}
    return facts


def _add_records(file: BuiltFile, builder: Builder) -> None:
    """Keys of all records, clean values of those that are good."""
    columns, dataset = builder.draft.columns, builder.spec.dataset
    keys = list(columns[table(dataset).key])
    for position in builder.keyless:
        keys[position] = None
    numbers = pa.array(range(1, len(keys) + 1), pa.int64())
    truth = typed_table(dataset, columns).append_column("record_no", numbers)
    if gone := builder.out | builder.continued:
        truth = truth.take([i for i in range(len(keys)) if i not in gone])
    file.keys = pa.array(keys, pa.string())
    file.truth = truth
    file.fates = {position + 1: fate for position, fate in builder.fates.items()}


def _add_members(path: str, builder: Builder, groups: Groups) -> None:
    columns, known = builder.draft.columns, table(builder.spec.dataset)
    added = {name: builder.texts[name] for name in builder.layout.added}
    come_again = {*builder.draft.copies, *builder.draft.repeated}
    if "same_bytes_again" in builder.spec.kinds:
        come_again = {*range(builder.count)}
    for position in come_again - builder.out:
        member = Member(
            order=int(columns[known.order_by][position] or 0),
            path=path,
            record_no=position + 1,
            values=tuple(columns[name][position] for name in known.columns),
            added=tuple((name, texts[position] or "") for name, texts in added.items()),
            continues=position in builder.continued,
        )
        groups.add(known.name, str(columns[known.key][position]), member)
