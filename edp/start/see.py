"""Judges the records of a group as a run would, and counts what speaks against its reading."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract, load
from contracts.producers.fit import fitted
from contracts.producers.model import Producer
from edp.contract.propose.profile import Profile
from edp.contract.propose.samples import Sample, sample_of
from edp.contract.propose.trial import evidence_of
from edp.start.model import Look, Seen
from edp.start.repeats import repeats
from lakehouse.cleanse.columns import whole
from lakehouse.cleanse.records import columns_judged
from lakehouse.reader.verdict import Facts, Verdict


def see(
    looks: Sequence[Look], producer: Producer, dataset: str, values: Mapping[str, Profile]
) -> Seen:
    """What the records of files show under a producer."""
    contract = fitted(load(f"source.{dataset}"), producer)
    seen = Seen(values=values, repeats=repeats(looks, contract))
    with tempfile.TemporaryDirectory() as folder:
        for look in looks:
            _take(seen, sample_of(look.file, contract, Path(folder) / "sample.parquet"), contract)
    return seen


def profiles(looks: Sequence[Look]) -> dict[str, Profile]:
    """Name in the files -> its values in all of them."""
    found: dict[str, Profile] = {}
    for look in looks:
        sample = Sample(look.file, look.data, frozenset(), Verdict("accept", Facts()))
        for name, column in look.header.items():
            profile = found.setdefault(name, Profile(name))
            for table in sample.tables([column]):
                profile.take(whole(table[column]))
    return found


def _take(seen: Seen, sample: Sample, contract: Contract) -> None:
    evidence = evidence_of(sample, contract)
    for name, aspects in evidence.shows().items():
        forms = (form for found in aspects.values() if isinstance(found, list) for form in found)
        seen.forms.setdefault(name, set()).update(forms)
    for table in sample.tables():
        table = _with_values(_records(table, contract), contract)
        seen.records += table.num_rows
        for name, judged in columns_judged(table, contract, evidence).items():
            codes = whole(judged.codes)
            seen.good[name] += len(judged.values) - judged.values.null_count
            for code in codes.drop_null().to_pylist():
                seen.codes.setdefault(name, Counter())[code] += 1
            odd = pc.fill_null(pc.equal(codes, "not_allowed"), False)
            for word in whole(table[name]).filter(odd).to_pylist():
                seen.unknown.setdefault(name, Counter())[word.strip()] += 1


def _records(table: pa.Table, contract: Contract) -> pa.Table:
    """Without rows that only go on with the row above."""
    must = [c.name for c in contract.columns if c.required and not c.key]
    if not must:
        return table
    return table.filter(reduce(pc.or_, (_says(table[name]) for name in must)))


def _says(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(texts), ""), False)


def _with_values(table: pa.Table, contract: Contract) -> pa.Table:
    """With what the producer says where records say nothing."""
    for name, value in contract.values.items():
        filled = pc.if_else(_says(table[name]), table[name], value)
        table = table.set_column(table.column_names.index(name), name, filled)
    return table
