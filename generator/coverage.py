"""Small files that together show every way of writing and every kind of defect."""

from __future__ import annotations

from collections import defaultdict
from itertools import cycle

from generator.implied import implied
from generator.kinds import FILE_KINDS, VALUE_KINDS, FileKind
from generator.layout import WAYS
from generator.spec import FileSpec
from generator.tables import DATASETS

_MOST, _LEAST = 120, 10
_SHARE = 0.7
"""Of few wished rows, so much goes into these files."""

_ASIDE = 24
"""Files of fewer records than twenty are not set aside."""

_SHOWN = 4
"""Kinds of values that a small file has room to show."""

_WEIGHTS = {"events": 1.3, "transactions": 1.0, "users": 0.9}
_CARRIERS = ("csv", "ndjson", "csv.gz", "ndjson.gz", "txt_csv", "txt_ndjson", "gz_csv", "gz_ndjson")
_SLASH = (
    "date_slashes_settled_by_itself",
    "date_slashes_settled_by_file",
    "date_slashes_ambiguous",
    *("seconds_beyond_doubt", "ten_digits_as_seconds"),
    *("minutes_beyond_doubt", "ten_digits_as_minutes", "ten_digits_ambiguous"),
)
_CSV_ONLY = ("quoted_delimiter", "quoted_quote", "quoted_line_end")
_JSON_ONLY = (
    "absent_json_key",
    "number_quoted_in_json",
    "thirty_digits_in_an_unknown_column",
)

_CSV_BROKEN = (
    "ragged_too_few_fields",
    "ragged_too_many_fields",
    "quote_never_closed",
    "quote_closed_too_early",
)
_JSON_BROKEN = ("invalid_json_line", "nan_in_json_line", "repeated_json_key", "not_an_object")

_STRUCTURE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("csv", (), ("ragged_too_few_fields", "ragged_too_many_fields", "torn_last_line")),
    ("csv.gz", (), ("quote_never_closed", "quote_closed_too_early")),
    ("csv", (), ("nul_in_a_line", "invalid_utf8_in_a_line")),
    ("txt_csv", (), ("torn_within_quotes",)),
    ("csv", (), ("cut_inside_last_field",)),
    ("csv", (), _CSV_ONLY),
    ("ndjson", (), ("invalid_json_line", "nan_in_json_line", "torn_last_json_line")),
    ("ndjson.gz", (), ("repeated_json_key",)),
    ("ndjson", (), ("not_an_object", "invalid_utf8_in_a_line")),
    ("json_array", (), ("repeated_json_key", "not_an_object")),
    ("ndjson", (), _JSON_ONLY),
    # Many things at once, as in files that went through several hands.
    ("csv", ("crlf_line_ends",), (*_CSV_BROKEN, "nul_in_a_line", *_CSV_ONLY, "torn_last_line")),
    ("csv.gz", ("utf16_little_endian", "gzip_of_two_members"), (*_CSV_BROKEN, "quoted_line_end")),
    ("gz_csv", ("blank_lines",), (*_CSV_BROKEN, "invalid_utf8_in_a_line", "torn_within_quotes")),
    ("ndjson.gz", ("utf8_with_bom",), (*_JSON_BROKEN, "torn_last_json_line")),
    ("ndjson", ("utf16_big_endian", "crlf_line_ends"), _JSON_BROKEN),
)
_ROW = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def coverage_files(rows: int, dirty: float) -> list[FileSpec]:
    """The files; fewer than all if there are too few rows for them."""
    entries = _tidy(dirty)
    if dirty:
        entries += [*_structural(), *_shown_kinds()]
    entries = entries[: max(0, int(rows * _SHARE) // _LEAST)]
    size = min(_MOST, max(_LEAST, int(rows * _SHARE / max(1, len(entries)))))
    last = {entry[0]: index for index, entry in enumerate(entries) if _takes_copies(entry)}
    return [
        FileSpec(
            dataset=dataset,
            way=way,
            records=_records(dataset, way, kinds, size),
            kinds=kinds,
            forced=forced + implied(kinds),
            last=last.get(dataset, -1) == index,
        )
        for index, (dataset, way, kinds, forced) in enumerate(entries)
    ]


def _records(dataset: str, way: str, kinds: tuple[str, ...], size: int) -> int:
    if way == "json_object":
        return 1
    if any(FILE_KINDS[k].empty for k in kinds):
        return 0
    if any(FILE_KINDS[k].aside for k in kinds):
        return max(_ASIDE, int(size * _WEIGHTS[dataset]) - 1)
    return max(_LEAST, int(size * _WEIGHTS[dataset]) - 1)


def _takes_copies(entry: _ROW) -> bool:
    return entry[1] != "json_object" and not any(_rejects(FILE_KINDS[k]) for k in entry[2])


def _rejects(kind: FileKind) -> bool:
    return bool(kind.reason) or kind.empty or kind.aside


def _tidy(dirty: float) -> list[_ROW]:
    """Every dataset in every way; they carry the defects of single values."""
    entries: list[_ROW] = []
    for dataset in DATASETS:
        waiting = _value_kinds(dataset) if dirty else []
        shares = [tuple(waiting[i : i + _SHOWN]) for i in range(0, len(waiting), _SHOWN)]
        carried: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for share, way in zip(shares, cycle(_CARRIERS)):
            carried[way].append(share)
        entries += [(dataset, way, (), share) for way in WAYS for share in carried[way] or [()]]
    return sorted(entries, key=lambda e: WAYS.index(e[1]))


def _value_kinds(dataset: str) -> list[str]:
    special = {*_SLASH, *_CSV_ONLY, *_JSON_ONLY}
    return [k.name for k in VALUE_KINDS.values() if dataset in k.datasets and k.name not in special]


def _structural() -> list[_ROW]:
    """Files with records broken as text. Events have the price last, which may be cut."""
    return [("events", way, ("added_columns", *kinds), forced) for way, kinds, forced in _STRUCTURE]


def _shown_kinds() -> list[_ROW]:
    """Every kind of file: the harmless ones twice, the others once."""
    entries: list[_ROW] = []
    datasets = cycle(("events", "transactions", "events", "users", "events"))
    for index, kind in enumerate(FILE_KINDS.values()):
        for turn in range(1 if _rejects(kind) else 2):
            dataset = next(d for d in datasets if d in kind.datasets)
            way = kind.ways[(index + turn) % len(kind.ways)]
            entries.append((dataset, way, (kind.name,), ()))
    return entries
