"""A defect that cannot be put into a record is not claimed to be there."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from generator.kinds.structure import Line, LineDefect, repeated_json_key, repeated_json_meaning
from generator.layout import plain
from generator.row import Row

LAYOUT = plain("events", "ndjson", Random(1))
WITHOUT = replace(LAYOUT, columns=tuple(c for c in LAYOUT.columns if c != "user_id"))


@pytest.mark.parametrize("defect", [repeated_json_key, repeated_json_meaning])
def test_no_key_is_repeated_that_is_not_there(defect: LineDefect) -> None:
    row = Row({}, {}, LAYOUT, Random(1))
    assert defect(Line(row, [], '{"user_id":"U1"}')) is not None
    assert defect(Line(replace(row, left_out={"user_id"}), [], "{}")) is None
    assert defect(Line(replace(row, layout=WITHOUT), [], "{}")) is None
