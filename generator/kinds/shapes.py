"""Files that are whole but written differently: schema drift, encodings, wrong suffixes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from generator.kinds.files import CSV_WAYS, GZIP_WAYS, JSON_WAYS, TEXT_WAYS, shape
from generator.layout import MIX, Layout
from generator.tables import table

_ALL = tuple(way for way, _ in MIX)


def _without(layout: Layout, *columns: str) -> Layout:
    return replace(layout, columns=tuple(c for c in layout.columns if c not in columns))


def _with_campaign(layout: Layout) -> Layout:
    """An unknown column, not at the end so that the last column stays the last."""
    columns = (*layout.columns[:-1], "+campaign", layout.columns[-1])
    return replace(layout, columns=columns, names={**layout.names, "+campaign": "campaign"})


@shape(_ALL, "names")
def renamed_columns(layout: Layout, rng: Random) -> Layout:
    """Columns go by other names the contract knows."""
    names = dict(layout.names)
    for column, aliases in table(layout.dataset).aliases.items():
        plain = [a for a in aliases if "." not in a]
        if plain and (column == "user_id" or rng.random() < 0.6):
            names[column] = rng.choice(plain)
    return replace(layout, names=names)


@shape(_ALL, "names")
def recased_columns(layout: Layout, rng: Random) -> Layout:
    """Column names in other letter case, with blanks or dashes: `EVENT_ID`, `Event Id`."""
    change = rng.choice(
        (
            str.upper,
            str.title,
            lambda n: n.replace("_", " ").title(),
            lambda n: n.replace("_", "-"),
            lambda n: n.replace("_", "").title(),
        )
    )
    return replace(layout, names={c: change(n) for c, n in layout.names.items()})


@shape(JSON_WAYS, "names")
def nested_json(layout: Layout, _rng: Random) -> Layout:
    """JSON objects within objects: `{"user":{"id":…}}`."""
    names = dict(layout.names)
    for column, aliases in table(layout.dataset).aliases.items():
        dotted = [a for a in aliases if "." in a]
        names[column] = dotted[0] if dotted else column
    return replace(layout, names=names)


@shape(_ALL, "columns")
def missing_optional_columns(layout: Layout, rng: Random) -> Layout:
    """Optional columns are not there at all."""
    optional = table(layout.dataset).optional
    return _without(layout, *rng.sample(optional, rng.randrange(1, 3)))


@shape(_ALL, "columns")
def added_columns(layout: Layout, _rng: Random) -> Layout:
    """A column the contract does not know."""
    return _with_campaign(layout)


@shape(_ALL, "columns")
def reordered_columns(layout: Layout, rng: Random) -> Layout:
    """The columns stand in another order."""
    columns = list(layout.columns)
    rng.shuffle(columns)
    return replace(layout, columns=tuple(columns))


@shape(JSON_WAYS, "types")
def numbers_as_text(layout: Layout, _rng: Random) -> Layout:
    """Numbers stand in quotes in JSON."""
    return replace(layout, bare_numbers=False)


@shape(("parquet",), "types")
def parquet_all_text(layout: Layout, _rng: Random) -> Layout:
    """Parquet with text in every column."""
    return replace(layout, typed=False)


@shape(JSON_WAYS, "types", datasets=("users",))
def phones_as_numbers(layout: Layout, _rng: Random) -> Layout:
    """Phone numbers as JSON numbers, without the plus."""
    return replace(layout, bare_phones=True)


@shape(TEXT_WAYS, "types")
def epoch_seconds_column(layout: Layout, _rng: Random) -> Layout:
    """Every timestamp in seconds since 1970, in JSON as a number."""
    return replace(layout, time_form="epoch_s", bare_times=True)


@shape(TEXT_WAYS, "types")
def epoch_milliseconds_column(layout: Layout, _rng: Random) -> Layout:
    """Every timestamp in milliseconds since 1970, in JSON as a number."""
    return replace(layout, time_form="epoch_ms", bare_times=True)


@shape(TEXT_WAYS, "types")
def timestamps_without_zone(layout: Layout, _rng: Random) -> Layout:
    """Every timestamp with a space and no zone."""
    return replace(layout, time_form="iso_space")


@shape(CSV_WAYS, "types", datasets=("events", "transactions"))
def decimal_comma_column(layout: Layout, _rng: Random) -> Layout:
    """Every amount with a decimal comma, divided by semicolons, as European spreadsheets do."""
    delimiter = ";" if layout.delimiter == "," else layout.delimiter
    return replace(layout, decimal_comma=True, delimiter=delimiter)


@shape(TEXT_WAYS, "dates")
def day_first_dates(layout: Layout, _rng: Random) -> Layout:
    """Some dates with slashes, day first; the file shows which part is the day."""
    return replace(layout, slash="day")


@shape(TEXT_WAYS, "dates")
def month_first_dates(layout: Layout, _rng: Random) -> Layout:
    """Some dates with slashes, month first; the file shows which part is the day."""
    return replace(layout, slash="month")


@shape(TEXT_WAYS, "dates")
def unsettled_dates(layout: Layout, _rng: Random) -> Layout:
    """Some dates with slashes; the file does not show which part is the day."""
    return replace(layout, slash="unsettled")


@shape(CSV_WAYS, "encoding")
def utf8_with_bom(layout: Layout, _rng: Random) -> Layout:
    """UTF-8 with a byte-order mark."""
    return replace(layout, encoding="utf-8-sig")


@shape(CSV_WAYS, "encoding")
def utf16_little_endian(layout: Layout, _rng: Random) -> Layout:
    """UTF-16, little endian, with a byte-order mark."""
    return replace(layout, encoding="utf-16-le")


@shape(CSV_WAYS, "encoding")
def utf16_big_endian(layout: Layout, _rng: Random) -> Layout:
    """UTF-16, big endian, with a byte-order mark."""
    return replace(layout, encoding="utf-16-be")


@shape(CSV_WAYS, "encoding", datasets=("users",))
def latin1_names(layout: Layout, _rng: Random) -> Layout:
    """Latin-1, with accented names."""
    return replace(layout, encoding="latin-1", latin_names=True)


@shape(CSV_WAYS, "encoding", datasets=("users",))
def windows1252_names(layout: Layout, _rng: Random) -> Layout:
    """Windows-1252, with letters that latin-1 does not have."""
    return replace(layout, encoding="cp1252", latin_names=True)


@shape(TEXT_WAYS, "lines")
def crlf_line_ends(layout: Layout, _rng: Random) -> Layout:
    """Lines end with CR LF."""
    return replace(layout, line_end="\r\n")


@shape(TEXT_WAYS, "lines")
def no_line_end_at_the_end(layout: Layout, _rng: Random) -> Layout:
    """The last line has no line end."""
    return replace(layout, last_line_end=False)


@shape(TEXT_WAYS, "lines")
def blank_lines(layout: Layout, _rng: Random) -> Layout:
    """Blank lines between the records: they are none."""
    return replace(layout, blank_lines=True)


@shape(CSV_WAYS, "lines")
def every_field_quoted(layout: Layout, _rng: Random) -> Layout:
    """Every field stands in quotes."""
    return replace(layout, quote_all=True)


@shape(_ALL, "columns")
def folder_supplies_country(layout: Layout, rng: Random) -> Layout:
    """A folder `country=DE` supplies the column that the file does not have."""
    code = rng.choice(("DE", "FR", "US"))
    bare = _without(layout, "country")
    return replace(bare, folder=f"country={code}/", constants={"country": code})


@shape(_ALL, "columns")
def folder_of_an_unknown_column(layout: Layout, rng: Random) -> Layout:
    """A folder `dt=2025-03-01` names a column the contract does not know."""
    return replace(layout, folder=f"dt=2025-03-{rng.randrange(1, 29):02d}/")


@shape(GZIP_WAYS, "suffix")
def gzip_of_two_members(layout: Layout, _rng: Random) -> Layout:
    """Two gzip streams, one after the other, in one file."""
    return replace(layout, members=2)


@shape(("csv.gz",), "suffix")
def gzip_named_csv(layout: Layout, _rng: Random) -> Layout:
    """A gzip file without `.gz` in its name."""
    return replace(layout, suffix=".csv")


@shape(("ndjson",), "suffix")
def ndjson_named_csv(layout: Layout, _rng: Random) -> Layout:
    """JSON lines in a file named `.csv`."""
    return replace(layout, suffix=".csv")


@shape(("parquet",), "suffix")
def parquet_named_csv(layout: Layout, _rng: Random) -> Layout:
    """Parquet in a file named `.csv`."""
    return replace(layout, suffix=".csv")


@shape(("csv",), "suffix", reason="not_json")
def csv_named_json(layout: Layout, _rng: Random) -> Layout:
    """Delimited text in a file named `.json`."""
    return replace(layout, suffix=".json")


@shape(("csv",), "suffix", reason="not_parquet")
def csv_named_parquet(layout: Layout, _rng: Random) -> Layout:
    """Delimited text in a file named `.parquet`."""
    return replace(layout, suffix=".parquet")


@shape(("csv",), "suffix", reason="not_gzip")
def text_named_gz(layout: Layout, _rng: Random) -> Layout:
    """Plain text in a file named `.gz`."""
    return replace(layout, suffix=".gz")


@shape(CSV_WAYS, "columns", reason="repeated_column", drift=False)
def repeated_column(layout: Layout, _rng: Random) -> Layout:
    """Two columns that mean the same."""
    twice = _with_campaign(layout)
    return replace(twice, names={**twice.names, "+campaign": "customerId"})
