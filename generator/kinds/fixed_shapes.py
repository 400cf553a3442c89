"""Files that are whole but written differently, each always in the same way."""

from __future__ import annotations

from typing import Any

from generator.kinds.files import (
    ALL_WAYS,
    CSV_WAYS,
    GZIP_WAYS,
    JSON_WAYS,
    TEXT_WAYS,
    Group,
    fixed_shape,
)
from generator.tables import DATASETS

_CSV, _CSV_GZ, _PARQUET, _NDJSON = ("csv",), ("csv.gz",), ("parquet",), ("ndjson",)
# Only names that claim JSON: of other names the first bytes decide, and a mark changes those.
_UTF16 = (*CSV_WAYS, "ndjson", "ndjson.gz")
_MARKED = (*_UTF16, "json_array")

_Row = tuple[str, Group, tuple[str, ...], dict[str, Any], str]

_SHAPES: tuple[_Row, ...] = (
    ("numbers_as_text", "types", JSON_WAYS, {"bare_numbers": False},
     "Numbers stand in quotes in JSON."),
    ("parquet_all_text", "types", _PARQUET, {"typed": False},
     "Parquet with text in every column."),
    ("epoch_seconds_column", "types", TEXT_WAYS, {"time_form": "epoch_s", "bare_times": True},
     "Every timestamp in seconds since 1970, in JSON as a number."),
    ("epoch_fraction_column", "types", TEXT_WAYS, {"time_form": "epoch_f", "bare_times": True},
     "Every timestamp in seconds since 1970 with a fraction, in JSON as a number."),
    ("epoch_milliseconds_column", "types", TEXT_WAYS, {"time_form": "epoch_ms", "bare_times": True},
     "Every timestamp in milliseconds since 1970, in JSON as a number."),
    ("timestamps_without_zone", "types", TEXT_WAYS, {"time_form": "iso_space"},
     "Every timestamp with a space and no zone."),
    ("day_first_dates", "dates", TEXT_WAYS, {"slash": "day"},
     "Some dates with slashes, day first; the file shows which part is the day."),
    ("month_first_dates", "dates", TEXT_WAYS, {"slash": "month"},
     "Some dates with slashes, month first; the file shows which part is the day."),
    ("unsettled_dates", "dates", TEXT_WAYS, {"slash": "unsettled"},
     "Some dates with slashes; the file does not show which part is the day."),
    ("utf8_with_bom", "encoding", _MARKED, {"encoding": "utf-8-sig"},
     "UTF-8 with a byte-order mark."),
    ("utf16_little_endian", "encoding", _UTF16, {"encoding": "utf-16-le"},
     "UTF-16, little endian, with a byte-order mark."),
    ("utf16_big_endian", "encoding", _UTF16, {"encoding": "utf-16-be"},
     "UTF-16, big endian, with a byte-order mark."),
    # In this group because a byte-order mark would hide that it is JSON.
    ("ndjson_named_csv", "encoding", _NDJSON, {"suffix": ".csv"},
     "JSON lines in a file named `.csv`."),
    ("crlf_line_ends", "lines", TEXT_WAYS, {"line_end": "\r\n"},
     "Lines end with CR LF."),
    ("no_line_end_at_the_end", "lines", TEXT_WAYS, {"last_line_end": False},
     "The last line has no line end."),
    ("blank_lines", "lines", TEXT_WAYS, {"blank_lines": True},
     "Blank lines between the records: they are none."),
    ("every_field_quoted", "lines", CSV_WAYS, {"quote_all": True},
     "Every field stands in quotes."),
    ("gzip_of_two_members", "suffix", GZIP_WAYS, {"members": 2},
     "Two gzip streams, one after the other, in one file."),
    ("gzip_named_csv", "suffix", _CSV_GZ, {"suffix": ".csv"},
     "A gzip file without `.gz` in its name."),
    ("parquet_named_csv", "suffix", _PARQUET, {"suffix": ".csv"},
     "Parquet in a file named `.csv`."),
)  # fmt: skip

_USERS: tuple[_Row, ...] = (
    ("phones_as_numbers", "types", JSON_WAYS, {"bare_phones": True},
     "Phone numbers as JSON numbers, without the plus."),
    ("integers_as_floats", "types", ALL_WAYS, {"float_integers": True},
     "Every whole number with a decimal zero, as after a detour through a data frame: `34.0`."),
    ("latin1_names", "encoding", CSV_WAYS, {"encoding": "latin-1"},
     "Latin-1, with accented names."),
    ("windows1252_names", "encoding", CSV_WAYS, {"encoding": "cp1252"},
     "Windows-1252, with letters that latin-1 does not have."),
    ("windows1250_names", "encoding", CSV_WAYS, {"encoding": "cp1250"},
     "Windows-1250, with Polish and Czech names."),
    ("latin2_names", "encoding", CSV_WAYS, {"encoding": "iso8859-2"},
     "Latin-2, with Polish, Hungarian and Czech names."),
    ("dos852_names", "encoding", CSV_WAYS, {"encoding": "cp852"},
     "Code page 852 of DOS, with Polish and Czech names."),
    ("windows1251_names", "encoding", CSV_WAYS, {"encoding": "cp1251"},
     "Windows-1251, with Russian names."),
    ("macintosh_names", "encoding", CSV_WAYS, {"encoding": "mac-roman"},
     "Roman of the old Macintosh, with western names."),
)  # fmt: skip

_REFUSED = (
    ("csv_named_json", ".json", "not_json"),
    ("csv_named_parquet", ".parquet", "not_parquet"),
    ("text_named_gz", ".gz", "not_gzip"),
)

for _rows, _datasets in ((_SHAPES, DATASETS), (_USERS, ("users",))):
    for _name, _group, _ways, _changes, _text in _rows:
        fixed_shape(_name, _text, _ways, _group, _changes, datasets=_datasets)
for _name, _suffix, _reason in _REFUSED:
    _text = f"Delimited text in a file named `{_suffix}`."
    fixed_shape(_name, _text, _CSV, "suffix", {"suffix": _suffix}, reason=_reason)
