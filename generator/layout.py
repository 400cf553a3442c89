"""How one file is written: container, names, separators, encoding."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from generator.tables import table

MIX = (
    ("ndjson.gz", 25),
    ("csv", 20),
    ("csv.gz", 20),
    ("json_array", 10),
    ("ndjson", 10),
    ("parquet", 5),
    ("txt_csv", 3),
    ("txt_ndjson", 2),
    ("gz_csv", 3),
    ("gz_ndjson", 2),
)
"""Ways to write a file and how often each is used, in per cent."""

_CONTAINERS = {
    "csv": ("csv", ".csv", False),
    "csv.gz": ("csv", ".csv.gz", True),
    "txt_csv": ("csv", ".txt", False),
    "gz_csv": ("csv", ".gz", True),
    "json_array": ("json_array", ".json", False),
    "json_object": ("json_object", ".json", False),
    "ndjson": ("ndjson", ".ndjson", False),
    "ndjson.gz": ("ndjson", ".ndjson.gz", True),
    "txt_ndjson": ("ndjson", ".txt", False),
    "gz_ndjson": ("ndjson", ".gz", True),
    "parquet": ("parquet", ".parquet", False),
}
WAYS = tuple(_CONTAINERS)


@dataclass(frozen=True)
class Layout:
    """One way to write the records of a dataset."""

    dataset: str
    way: str
    container: str
    suffix: str
    gzip: bool
    columns: tuple[str, ...]
    names: dict[str, str]
    delimiter: str = ","
    quote_all: bool = False
    quote: str = '"'
    backslash: bool = False
    """Whether a backslash escapes quotes, instead of a second one."""
    signed: bool = False
    """Whether every amount has the sign of its currency beside it."""
    decimal_comma: bool = False
    spaced: bool = False
    one_line: bool = False
    bare_numbers: bool = True
    bare_times: bool = False
    bare_phones: bool = False
    typed: bool = False
    float_prices: bool = False
    float_integers: bool = False
    time_form: str = "iso_ms"
    encoding: str = "utf-8"
    line_end: str = "\n"
    last_line_end: bool = True
    blank_lines: bool = False
    folder: str = ""
    constants: dict[str, str] = field(default_factory=dict)
    """What folders say of records that say nothing themselves."""
    twins: dict[str, str] = field(default_factory=dict)
    """Columns that the file has under a second name as well, which is an added column."""
    title: tuple[str, ...] = ()
    trailing_delimiter: bool = False
    short_rows: bool = False
    second_columns: tuple[str, ...] = ()
    """The order of columns below a second header in the middle."""
    wrapped: str = ""
    """Whose words for types stand around the values of a JSON record."""
    frame: str = "array"
    """What holds the records of a JSON document together."""
    slash: str = "none"
    members: int = 1

    @property
    def is_csv(self) -> bool:
        """Delimited text."""
        return self.container == "csv"

    @property
    def is_json(self) -> bool:
        """JSON, a document or lines."""
        return self.container in ("ndjson", "json_array", "json_object")

    @property
    def quotes_oddly(self) -> bool:
        """Whether its quotes are not those of RFC 4180."""
        return self.backslash or self.quote != '"'

    @property
    def added(self) -> tuple[str, ...]:
        """Columns the contract does not know."""
        return tuple(c for c in self.columns if c.startswith("+"))

    def can_spell(self, text: str) -> bool:
        """Whether any such text may stand in the file: eight bits have a few letters only."""
        return text.isascii() or self.encoding.startswith("utf")

    def has(self, column: str) -> bool:
        """Whether the file has a column."""
        return column in self.columns

    @property
    def slash_column(self) -> str:
        """The only column that dates with slashes and the year last may stand in."""
        return {"events": "ts", "transactions": "created_at", "users": "signed_up_at"}[self.dataset]


def plain(dataset: str, way: str, rng: Random) -> Layout:
    """A tidy file, with what differs between well-behaved producers."""
    container, suffix, gzipped = _CONTAINERS[way]
    columns = table(dataset).columns
    layout = Layout(
        dataset=dataset,
        way=way,
        container=container,
        suffix=suffix,
        gzip=gzipped,
        columns=columns,
        names={c: c for c in columns},
        spaced=rng.random() < 0.3,
        one_line=rng.random() < 0.5,
        time_form="iso_ms" if dataset == "events" else "iso_s",
    )
    if container == "csv":
        return replace(layout, delimiter=_delimiter(suffix, rng))
    if container == "parquet":
        return replace(layout, typed=True, float_prices=dataset == "events")
    return layout


def without(layout: Layout, *columns: str) -> Layout:
    """A file that does not have some columns."""
    return replace(layout, columns=tuple(c for c in layout.columns if c not in columns))


def with_added(layout: Layout, name: str) -> Layout:
    """A file with one column more, not at the end so that the last column stays the last."""
    columns = (*layout.columns[:-1], f"+{name}", layout.columns[-1])
    return replace(layout, columns=columns, names={**layout.names, f"+{name}": name})


def _delimiter(suffix: str, rng: Random) -> str:
    if suffix == ".txt":
        return rng.choice((";", "|", "\t"))
    return rng.choice((",", ",", ",", ";"))
