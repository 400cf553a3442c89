"""No cleansing of keys goes further than the rough comparison that finds contested ones."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import Column
from lakehouse.cleanse import text
from lakehouse.dedupe.candidates import MARKS, rough

CASES = (None, "upper", "lower")
ODD = st.text(
    st.sampled_from("eE1 -\u00e9\u0301\u200b\u00ad\ufeff\uff25\u00df\ufb01\u0131\u017f\u212a")
)


@pytest.mark.parametrize("case", CASES)
@given(key=st.one_of(st.text(), ODD))
def test_a_cleansed_key_is_roughly_what_it_was(case: str | None, key: str) -> None:
    spec = Column("key", "string", "", "", required=True, key=True, letter_case=case)
    clean = text.judge(pa.array([key]), spec).values[0].as_py()
    assert clean is None or rough(clean) == rough(key)


@given(key=st.text(st.characters(max_codepoint=127)))
def test_the_quick_way_says_the_same(key: str) -> None:
    assert rough(key) == (key.translate(str.maketrans("", "", MARKS)).upper(),)
