"""A contract as the files of a producer mean it: their names, their words, their way of writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from contracts.load import allowed_values, load
from contracts.model import Column, Contract, RecordsIn
from contracts.producers.found import producer_of
from contracts.producers.model import Part, Producer, raw_name
from contracts.roots import roots

# What a file shows where the day or the month comes first (`lakehouse.cleanse.timestamps`).
ORDERS = {"day": ("day", "day_points"), "month": ("month", "month_points")}
MOMENTS = ("date", "timestamp")


def contract_for(uri: str, dataset: str) -> Contract:
    """The source contract of a dataset, as the producer of a file writes it.

    Args:
        uri: The file's name below raw.
        dataset: The dataset that it feeds, or one whose records stand in those.
    """
    producer = producer_of(uri)
    if producer is None:
        return load(f"source.{dataset}")
    return _contract_for(raw_name(uri), dataset, roots())


@lru_cache(1 << 10)
def _contract_for(uri: str, dataset: str, _roots: tuple[str, ...]) -> Contract:
    producer = producer_of(uri)
    assert producer
    return fitted(load(f"source.{dataset}"), producer)


def fitted(contract: Contract, producer: Producer) -> Contract:
    """A source contract as a producer writes it."""
    part = producer.part(contract.name) or Part(contract.name)
    within = contract.records_in
    if within and part.records:
        within = RecordsIn(within.dataset, part.records)
    return replace(
        contract,
        columns=tuple(_column(column, producer, part) for column in contract.columns),
        records_in=within,
        producer=producer,
    )


def _column(column: Column, producer: Producer, part: Part) -> Column:
    words = part.words.get(column.name)
    return replace(
        column,
        allowed=_allowed(column, words) if words else column.allowed,
        allowed_from=None if words else column.allowed_from,
        stated=_stated(column, producer),
        time_zone=producer.time_zone if column.type == "timestamp" else None,
        minor_units=column.name in part.minor_units,
        minor_decimals=tuple(part.decimals.items()),
    )


def _stated(column: Column, producer: Producer) -> tuple[str, ...]:
    if column.type in MOMENTS and producer.date_order:
        return ORDERS[producer.date_order]
    return (producer.decimal_mark,) if column.is_number and producer.decimal_mark else ()


def _allowed(column: Column, words: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The allowed values; a word of the producer's means what the producer says."""
    own = {word.lower() for said in words.values() for word in said}
    return {
        value: (*(s for s in synonyms if s.lower() not in own), *words.get(value, ()))
        for value, synonyms in (allowed_values(column) or {}).items()
    }
