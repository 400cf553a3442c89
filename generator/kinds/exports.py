"""Files as systems and people export them: what stands around, beside and between the records."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from generator.kinds.files import ALL_WAYS, CSV_WAYS, TEXT_WAYS, shape
from generator.layout import Layout, with_added, without

_TITLES = (
    ("Export of the shop", ""),
    ("# made by export 2.1", "# all regions"),
    ("Report", "Generated: 2025-11-30", ""),
    ("-- dump of the shop",),
)


@shape(CSV_WAYS, "header", drift=False)
def title_before_the_header(layout: Layout, rng: Random) -> Layout:
    """A title, remarks or blank lines before the header: they are no records."""
    return replace(layout, title=rng.choice(_TITLES))


@shape(CSV_WAYS, "header", drift=False)
def delimiter_named_in_the_first_line(layout: Layout, _rng: Random) -> Layout:
    """A first line `sep=;`, as spreadsheets write it."""
    return replace(layout, title=(f"sep={layout.delimiter}",))


@shape(CSV_WAYS, "header", drift=False)
def joined_exports(layout: Layout, rng: Random) -> Layout:
    """Two exports end to end: a second header in the middle, its columns in another order."""
    columns = list(layout.columns)
    rng.shuffle(columns)
    return replace(layout, second_columns=tuple(columns))


@shape(CSV_WAYS, "header", drift=False)
def total_at_the_end(layout: Layout, _rng: Random) -> Layout:
    """A sum behind the last record: a bad record."""
    return layout


@shape(("csv", "csv.gz"), "lines", drift=False)
def rare_delimiter(layout: Layout, rng: Random) -> Layout:
    """Fields divided by `~`, `^` or the control character that Hive uses."""
    return replace(layout, delimiter=rng.choice("~^\x01"))


@shape(CSV_WAYS, "lines", drift=False)
def trailing_delimiter(layout: Layout, _rng: Random) -> Layout:
    """A delimiter behind each record and behind the header."""
    return replace(layout, trailing_delimiter=True)


@shape(CSV_WAYS, "lines", datasets=("events",), drift=False)
def short_rows(layout: Layout, _rng: Random) -> Layout:
    """Last fields without a value are not written, as spreadsheets do."""
    return replace(layout, short_rows=True)


@shape(CSV_WAYS, "lines", drift=False)
def backslash_escapes(layout: Layout, _rng: Random) -> Layout:
    """Quotes within a field behind a backslash, as databases and Spark write them."""
    return replace(with_added(layout, "campaign"), backslash=True)


@shape(CSV_WAYS, "lines", drift=False)
def apostrophe_quotes(layout: Layout, _rng: Random) -> Layout:
    """Apostrophes around every field, doubled within."""
    return replace(with_added(layout, "campaign"), quote="'", quote_all=True)


@shape(TEXT_WAYS, "types", drift=False)
def spreadsheet_dates(layout: Layout, _rng: Random) -> Layout:
    """Every timestamp in days since 1899-12-30, as spreadsheets store it."""
    return replace(layout, time_form="serial", bare_times=True)


@shape(TEXT_WAYS, "types", datasets=("events", "transactions"), drift=False)
def amounts_with_signs(layout: Layout, _rng: Random) -> Layout:
    """Every amount with the sign or code of its currency: `€12.50`, `12.50 zł`."""
    return replace(layout, signed=True, bare_numbers=False)


@shape(ALL_WAYS, "names", drift=False)
def same_bytes_again(layout: Layout, _rng: Random) -> Layout:
    """The same bytes under another name as well: every record is a duplicate there."""
    return layout


@shape((*TEXT_WAYS, "json_array"), "names", drift=False)
def overwritten_file(layout: Layout, _rng: Random) -> Layout:
    """An older version had some of the records in another state (it stands below `_earlier`)."""
    return layout


@shape((*TEXT_WAYS, "json_array"), "damage", aside=True, drift=False, expected="set aside")
def file_set_aside(layout: Layout, _rng: Random) -> Layout:
    """Most records are bad: the whole file is set aside, its good records too."""
    return layout


@shape((*TEXT_WAYS, "json_array", "parquet"), "names", drift=False)
def two_names_for_one_column(layout: Layout, _rng: Random) -> Layout:
    """`product_id` beside `sku`: the second name counts where the first says nothing."""
    column, name = {
        "events": ("product_id", "sku"),
        "transactions": ("payment_method", "method"),
        "users": ("phone", "mobile"),
    }[layout.dataset]
    return replace(with_added(layout, name), twins={column: f"+{name}"})


@shape(TEXT_WAYS, "columns", datasets=("users",), drift=False)
def folder_with_escapes(layout: Layout, _rng: Random) -> Layout:
    """A folder `city=S%C3%A3o%20Paulo`, as Hive and Spark write what no path may have."""
    bare = without(layout, "city")
    return replace(bare, folder="city=S%C3%A3o%20Paulo/", constants={"city": "São Paulo"})


@shape(TEXT_WAYS, "columns", drift=False)
def folder_of_no_value(layout: Layout, _rng: Random) -> Layout:
    """A folder `country=__HIVE_DEFAULT_PARTITION__`: no value."""
    return replace(without(layout, "country"), folder="country=__HIVE_DEFAULT_PARTITION__/")


@shape(TEXT_WAYS, "columns", drift=False)
def folder_beside_its_column(layout: Layout, rng: Random) -> Layout:
    """A folder `country_code=FR` speaks for records in it that say nothing themselves."""
    code = rng.choice(("DE", "FR", "US"))
    name = rng.choice(("country", "Country", "country_code"))
    return replace(layout, folder=f"{name}={code}/", constants={"country": code})
