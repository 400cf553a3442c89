"""Files that are whole but written differently: schema drift, drawn anew for each file."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from generator.kinds.files import ALL_WAYS, CSV_WAYS, JSON_WAYS, shape
from generator.layout import Layout, with_added, without
from generator.tables import table


@shape(ALL_WAYS, "names")
def renamed_columns(layout: Layout, rng: Random) -> Layout:
    """Columns go by other names the contract knows."""
    names = dict(layout.names)
    for column, aliases in table(layout.dataset).aliases.items():
        plain = [a for a in aliases if "." not in a]
        if plain and (column == "user_id" or rng.random() < 0.6):
            names[column] = rng.choice(plain)
    return replace(layout, names=names)


@shape(ALL_WAYS, "names")
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


@shape(ALL_WAYS, "columns")
def missing_optional_columns(layout: Layout, rng: Random) -> Layout:
    """Optional columns are not there at all."""
    optional = table(layout.dataset).optional
    return without(layout, *rng.sample(optional, rng.randrange(1, 3)))


@shape(ALL_WAYS, "columns", datasets=("transactions", "users"), drift=False)
def no_moment_of_change(layout: Layout, _rng: Random) -> Layout:
    """The file does not say when its records last changed."""
    return without(layout, table(layout.dataset).order_by)


@shape(ALL_WAYS, "columns")
def added_columns(layout: Layout, _rng: Random) -> Layout:
    """A column the contract does not know."""
    return with_added(layout, "campaign")


@shape(ALL_WAYS, "columns")
def reordered_columns(layout: Layout, rng: Random) -> Layout:
    """The columns stand in another order."""
    columns = list(layout.columns)
    rng.shuffle(columns)
    return replace(layout, columns=tuple(columns))


@shape(CSV_WAYS, "types", datasets=("events", "transactions"))
def decimal_comma_column(layout: Layout, _rng: Random) -> Layout:
    """Every amount with a decimal comma, divided by semicolons, as European spreadsheets do."""
    delimiter = ";" if layout.delimiter == "," else layout.delimiter
    return replace(layout, decimal_comma=True, delimiter=delimiter)


@shape(ALL_WAYS, "columns")
def folder_supplies_country(layout: Layout, rng: Random) -> Layout:
    """A folder `country=DE` supplies the column that the file does not have."""
    code = rng.choice(("DE", "FR", "US"))
    bare = without(layout, "country")
    return replace(bare, folder=f"country={code}/", constants={"country": code})


@shape(ALL_WAYS, "columns")
def folder_of_an_unknown_column(layout: Layout, rng: Random) -> Layout:
    """A folder `dt=2025-03-01` names a column the contract does not know."""
    return replace(layout, folder=f"dt=2025-03-{rng.randrange(1, 29):02d}/")


@shape(CSV_WAYS, "columns", reason="repeated_column", drift=False)
def repeated_column(layout: Layout, _rng: Random) -> Layout:
    """Two columns of one name."""
    twice = with_added(layout, "campaign")
    return replace(twice, names={**twice.names, "+campaign": twice.names["user_id"]})
