"""Judges all values of a column as the jobs would if it had a type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column, Contract
from edp.contract.propose.samples import Sample
from lakehouse.cleanse.columns import whole
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import columns_judged
from lakehouse.cleanse.timestamps import are_days

AMBIGUOUS = ("ambiguous_number", "ambiguous_timestamp")
EXAMPLES = 3
# So many values decide whether a type is worth judging all of them by.
LOOKED_AT = 500
NUMBER = "decimal(38,9)"
# The samples came now.
ARRIVED = datetime.now(UTC)


@dataclass
class Fit:
    """How a column's values fit a type.

    Attributes:
        good: values that do.
        odd: those that do not.
        ambiguous: of those, the ones that could be read in two ways.
        examples: some of those that are odd.
        low, high: of numbers, the least and the greatest.
        decimals: of numbers, the most digits behind the point that say something.
        days: whether all moments are written as days.
        forms: how moments and numbers are shown to be written.
    """

    good: int = 0
    odd: int = 0
    ambiguous: int = 0
    examples: list[str] = field(default_factory=list)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    decimals: int = 0
    days: bool = True
    forms: set[str] = field(default_factory=set)

    @property
    def share(self) -> float:
        """Of the values that are there, those that fit; 0 where there are none."""
        total = self.good + self.odd
        return self.good / total if total else 0.0

    @property
    def readable(self) -> float:
        """The same, with those that fit in more ways than one."""
        total = self.good + self.odd
        return (self.good + self.ambiguous) / total if total else 0.0


def fit(samples: Sequence[Sample], spec: Column) -> Fit:
    """Judges a column of all samples by a trial column."""
    found = Fit()
    if not _is_promising(samples, spec):
        return found
    contract = contract_for([spec])
    for sample in samples:
        evidence = evidence_of(sample, contract)
        for aspects in evidence.shows().get(spec.name, {}).values():
            found.forms |= set(aspects) if isinstance(aspects, list) else set()
        for table in sample.tables([spec.name]):
            _count(found, table, contract, evidence)
    return found


def evidence_of(sample: Sample, contract: Contract) -> Evidence:
    """What a sample shows of the way its values are written."""
    evidence = Evidence(contract)
    for table in sample.tables(contract.column_names):
        evidence.look(table, ARRIVED, sample.native)
    return evidence


def contract_for(columns: Sequence[Column]) -> Contract:
    """A contract of nothing but columns."""
    return Contract("source", "proposed", "1.0.0", "", "", "", tuple(columns))


def _is_promising(samples: Sequence[Sample], spec: Column) -> bool:
    """Whether half of the first different values fit."""
    seen: dict[str, None] = {}
    for table in _tables(samples, spec.name):
        seen |= dict.fromkeys(whole(table[spec.name]).drop_null().unique().to_pylist())
        if len(seen) >= LOOKED_AT:
            break
    texts = pa.table({spec.name: pa.array(list(seen)[:LOOKED_AT], pa.string())})
    found, contract = Fit(), contract_for([spec])
    _count(found, texts, contract, Evidence(contract))
    return found.readable >= 0.5


def _tables(samples: Sequence[Sample], name: str) -> Iterator[pa.Table]:
    for sample in samples:
        yield from sample.tables([name])


def _count(found: Fit, table: pa.Table, contract: Contract, evidence: Evidence) -> None:
    (spec,) = contract.columns
    judged = columns_judged(table, contract, evidence)[spec.name]
    values, codes, texts = whole(judged.values), whole(judged.codes), whole(table[spec.name])
    wrong = pc.is_valid(codes)
    found.good += len(values) - values.null_count
    found.odd += len(codes) - codes.null_count
    found.ambiguous += pc.sum(pc.is_in(codes, pa.array(AMBIGUOUS))).as_py() or 0
    if len(found.examples) < EXAMPLES:
        new = texts.filter(wrong).unique().slice(0, EXAMPLES).to_pylist()
        found.examples = list(dict.fromkeys(found.examples + new))[:EXAMPLES]
    if look := LOOKS.get(spec.type.partition("(")[0]):
        good = pc.is_valid(values)
        look(found, values.filter(good), texts.filter(good), spec)


def _number(found: Fit, values: pa.Array, texts: pa.Array, spec: Column) -> None:
    for value in values.unique().to_pylist():
        found.low, found.high = min(found.low, value), max(found.high, value)
        exponent = value.normalize().as_tuple().exponent
        found.decimals = max(found.decimals, -int(exponent))


def _moment(found: Fit, values: pa.Array, texts: pa.Array, spec: Column) -> None:
    whole_days = pc.and_(are_days(texts, spec), pc.invert(pc.match_substring(texts, ":")))
    found.days = found.days and pc.all(whole_days).as_py() is not False


LOOKS: dict[str, Callable[[Fit, pa.Array, pa.Array, Column], None]] = {
    "decimal": _number,
    "timestamp": _moment,
}
