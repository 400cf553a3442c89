"""A defect that cannot be put into a record is not claimed to be there."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from generator.kinds.structure import Line, repeated_json_key
from generator.layout import plain
from generator.row import Row

LAYOUT = plain("events", "ndjson", Random(1))
WITHOUT = replace(LAYOUT, columns=tuple(c for c in LAYOUT.columns if c != "user_id"))


def test_no_key_is_repeated_that_is_not_there() -> None:
    row = Row({}, {}, LAYOUT, Random(1))
    assert repeated_json_key(Line(row, [], '{"user_id":"U1"}')) is not None
    assert repeated_json_key(Line(replace(row, left_out={"user_id"}), [], "{}")) is None
    assert repeated_json_key(Line(replace(row, layout=WITHOUT), [], "{}")) is None
