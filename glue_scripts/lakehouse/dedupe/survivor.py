"""Which of several records that agree is kept: the fullest; then what is written down here.

Names decide only between records whose values are there alike, so that no accident of naming
changes a value.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract

# Ends that no letter is lower than, so that `a` stands before `a b`.
END = "\x01"
# Where it stands in a standing.
NUMBERED_PATH = 3
OF_FILE = ("_source_uri", "_source_version")
FILLED = r'":"\s*[^"\s]'


def standings(judged: pa.Table, contract: Contract) -> pa.Array:
    """Texts of which the greatest belongs to the record to keep.

    More columns that have a value, then more rescued ones; then which columns have one, in the
    contract's order; then the path, with numbers as numbers (`part-10` behind `part-9`), when that
    version of the file arrived, the version, the place in the file.

    Args:
        judged: records of one file.
        contract: their source contract.
    """
    there = [_flags(judged[name]) for name in contract.column_names]
    filled = reduce(pc.add, (pc.cast(flags, pa.int32()) for flags in there))
    rescued = pc.fill_null(pc.count_substring_regex(judged["_rescued"], FILLED), 0)
    pattern = pc.binary_join_element_wise(*(pc.cast(flags, pa.string()) for flags in there), "")
    parts = [_digits(filled, 5), _digits(rescued, 9), pattern, _file(judged)]
    place = (_digits(judged[name], 20) for name in contract.place if name not in OF_FILE)
    return pc.binary_join_element_wise(*parts, *place, END)


def _flags(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(pc.is_valid(values), pa.int8())


def _digits(numbers: pa.ChunkedArray, places: int) -> pa.ChunkedArray:
    return pc.utf8_lpad(pc.cast(numbers, pa.string()), places, "0")


def _file(judged: pa.Table) -> str:
    if not judged.num_rows:
        return ""
    first = judged.slice(0, 1).to_pylist()[0]
    uri, version, arrived = first["_source_uri"], first["_source_version"], first["_arrived_at"]
    return END.join((numbered(uri), uri, _moment(arrived), version))


def numbered(path: str) -> str:
    """A path whose numbers have so many digits that texts stand in the order of the numbers."""
    return re.sub("[0-9]+", lambda digits: digits[0].zfill(20), path)


def _moment(arrived: datetime) -> str:
    return f"{arrived:%Y-%m-%dT%H:%M:%S.%f}"
