"""Records with more fields than the header, all empty: what shows that nothing is shifted."""

from __future__ import annotations

import pyarrow as pa
import pytest

from lakehouse.reader.mending import Ends

LONGER = pa.array(["4;d;x;;"])


@pytest.mark.parametrize(
    ("sound", "required", "expected"),
    [
        (["1;a;x", "2;b;y", "3;c;z"], False, "4;d;x"),
        (["1;a;x", "2;b;", "3;c;z"], False, None),  # The last column may be empty: perhaps shifted.
        (["1;a;x", "2;b;y"], False, None),  # Too few to tell.
        ([], True, "4;d;x"),
    ],
)
def test_empty_fields_behind_the_last_column_are_cut_where_it_always_has_a_value(
    sound: list[str], required: bool, expected: str | None
) -> None:
    ends = Ends(";", width=3, least=1, surplus=required).seen(pa.array(sound, pa.string()))
    assert ends.mended(LONGER, LONGER, torn=False).to_pylist() == [expected]
