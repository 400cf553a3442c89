"""True and false, in the words that programs and people write for them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from lakehouse.cleanse import text
from lakehouse.cleanse.columns import Judged

TRUE = "true"


def judge(texts: pa.Array, spec: Spec) -> Judged:
    """Booleans by the spellings that their column allows (`contracts.allowed_values`)."""
    found = text.judge(texts, spec)
    return Judged(pc.equal(found.values, TRUE), found.codes)
