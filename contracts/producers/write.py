"""Writes a producer file, as the loader reads it."""

from __future__ import annotations

from typing import Any

import yaml

from contracts.producers.model import Part, Producer


def written(producer: Producer) -> str:
    """The text of the file `contracts/producer/<name>.yaml` that says what a producer says."""
    said = {
        "kind": "Producer",
        "name": producer.name,
        "owner": producer.owner,
        "description": producer.description,
        "files": list(producer.files),
        "encoding": producer.encoding,
        "delimiter": producer.delimiter,
        "skipLines": producer.skip_lines or None,
        "dateOrder": producer.date_order,
        "decimalMark": producer.decimal_mark,
        "timeZone": producer.time_zone,
        "datasets": {part.dataset: _part(part) for part in producer.parts},
    }
    there = {key: value for key, value in said.items() if value is not None}
    return yaml.safe_dump(there, sort_keys=False, allow_unicode=True, width=100)


def _part(part: Part) -> dict[str, Any] | None:
    said = {
        "records": part.records,
        "columns": dict(part.columns),
        "values": dict(part.values),
        "words": {c: {v: list(w) for v, w in said.items()} for c, said in part.words.items()},
        "minorUnits": list(part.minor_units),
        "decimals": dict(part.decimals),
    }
    return {key: value for key, value in said.items() if value} or None
