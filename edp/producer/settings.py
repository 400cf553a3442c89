"""What a file says of each setting of its producer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column
from contracts.producers.model import Part
from edp.producer.sample import Sample
from lakehouse.cleanse.columns import whole
from lakehouse.cleanse.evidence import LOOKS, RIVALS
from lakehouse.cleanse.records import columns_judged
from lakehouse.cleanse.timestamps.local import names_no_zone

AGREE, CONTRADICT, SILENT = "agree", "contradict", "silent"
CLOCKS_DIFFER = timedelta(hours=1)
FRACTION = re.compile(r"^-?[0-9]+[.,][0-9]*[1-9][0-9]*$")
WHOLE = re.compile(r"^-?[0-9]{3,}$")
DISTINCT = 2000


@dataclass(frozen=True)
class Finding:
    """What one file says of one setting.

    Attributes:
        setting: Its name, such as `timeZone`, with its dataset where it is one of a dataset.
        verdict: `agree`, `contradict` or `silent`.
        example: What shows it, in words.
    """

    setting: str
    verdict: str
    example: str = ""


def findings(sample: Sample) -> Iterator[Finding]:
    """What a file says of all that its producer says."""
    yield from _of_bytes(sample)
    if sample.verdict.outcome.startswith("accept") and sample.rows.num_rows:
        for column in sample.contract.columns:
            yield from _of_way(sample, column) if column.stated else ()
            yield from _of_clocks(sample, column) if column.time_zone else ()
        yield from _of_dataset(sample)


def questions(sample: Sample) -> Iterator[str]:
    """What producer and file leave open."""
    for column, code, example in _open(sample):
        yield f"{sample.uri}: {column}: {code}, such as {example!r}"
    for spec in filter(_may_be_minor, sample.contract.columns):
        texts = _texts(sample, spec.name)
        if texts and all(map(WHOLE.match, texts)):
            yield (
                f"{sample.uri}: {spec.name}: all amounts are whole, such as {texts[0]}: do they "
                "count the smallest unit of their currency? (minorUnits)"
            )


def _open(sample: Sample) -> Iterator[tuple[str, str, str | None]]:
    """Column, code and a value, where something has to be said before values count."""
    for name, found in columns_judged(sample.rows, sample.contract, sample.evidence).items():
        for code in pc.unique(found.codes).drop_null().to_pylist():
            if code.startswith("ambiguous_") or code == "not_allowed":
                there = whole(sample.rows[name]).filter(pc.equal(found.codes, code))
                yield name, code, there[0].as_py()


def _may_be_minor(column: Column) -> bool:
    return bool(column.currency or column.currency_column) and not column.minor_units


def _of_bytes(sample: Sample) -> Iterator[Finding]:
    producer, verdict = sample.producer, sample.verdict
    text = verdict.facts.format == "csv"
    told = f"{sample.uri}: {verdict.reason}: {verdict.detail}"
    for setting, value, matters in (
        ("encoding", producer.encoding, verdict.facts.encoding not in (None, "utf-8")),
        ("delimiter", producer.delimiter, text),
        ("skipLines", producer.skip_lines, text),
        (f"{sample.contract.name}.records", _part(sample).records, verdict.facts.format == "json"),
    ):
        if value and verdict.outcome == "reject":
            yield Finding(setting, CONTRADICT, told)
        elif value:
            yield Finding(setting, AGREE if matters else SILENT, sample.uri)


def _of_way(sample: Sample, column: Column) -> Iterator[Finding]:
    """Order of day and month, and decimal mark."""
    setting = "decimalMark" if column.is_number else "dateOrder"
    own = sample.evidence.clues(column.name).own
    shown = {label for labels in own.values() for label in labels} & RIVALS
    if not shown:
        yield Finding(setting, SILENT, f"{column.name} shows nothing")
        return
    odd = shown - set(column.stated)
    example = f"{column.name}: {_showing(sample, column, odd or shown)!r}"
    yield Finding(setting, CONTRADICT if odd else AGREE, example)


def _showing(sample: Sample, column: Column, labels: set[str]) -> str | None:
    """A value that shows one of some ways of writing."""
    look = LOOKS[column.type.partition("(")[0]]
    for text in _texts(sample, column.name):
        shown = look(pa.array([text]), column, sample.arrived, {})
        if any(labels & seen for seen in shown.values()):
            return text
    return None


def _of_clocks(sample: Sample, column: Column) -> Iterator[Finding]:
    """Times that clocks of the zone never show, or that are still to come, speak against it."""
    texts = whole(sample.rows[column.name])
    found = columns_judged(sample.rows, sample.contract, sample.evidence)[column.name]
    late = pc.greater(found.values, pa.scalar(sample.arrived + CLOCKS_DIFFER, found.values.type))
    for wrong, why in (
        (pc.equal(found.codes, "invalid_timestamp"), "is no time of clocks there"),
        (late, "would be after the file was written"),
    ):
        odd = texts.filter(pc.fill_null(wrong, False)).to_pylist()
        if example := next(filter(names_no_zone, odd), None):
            yield Finding("timeZone", CONTRADICT, f"{column.name}: {example!r} {why}")
            return
    yield Finding("timeZone", SILENT, f"{column.name}: nothing speaks against it")


def _of_dataset(sample: Sample) -> Iterator[Finding]:
    name, part = sample.contract.name, _part(sample)
    for column, names in part.named.items():
        texts = _texts(sample, column)
        example = f"{column}: {texts[0]!r}" if texts else f"{column}: no record says it"
        yield Finding(f"{name}.columns.{' / '.join(names)}", AGREE if texts else SILENT, example)
    for column, value in part.values.items():
        odd = next((text for text in _texts(sample, column) if text != value), None)
        yield Finding(f"{name}.values.{column}", CONTRADICT if odd else AGREE, repr(odd or value))
    for column in part.minor_units:
        texts = _texts(sample, column)
        odd = next(filter(FRACTION.match, texts), None)
        verdict = CONTRADICT if odd else SILENT
        yield Finding(f"{name}.minorUnits.{column}", verdict, odd or "".join(texts[:1]))
    for column, words in part.words.items():
        there = {text.lower(): text for text in _texts(sample, column)}
        seen = [there[w.lower()] for said in words.values() for w in said if w.lower() in there]
        yield Finding(f"{name}.words.{column}", AGREE if seen else SILENT, ", ".join(seen))


def _part(sample: Sample) -> Part:
    return sample.producer.part(sample.contract.name) or Part(sample.contract.name)


def _texts(sample: Sample, column: str) -> list[str]:
    """The first different values of a column."""
    return list(pc.unique(sample.rows[column]).drop_null().to_pylist()[:DISTINCT])
