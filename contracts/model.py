"""What a data contract says, as typed values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from contracts.producers.model import Producer

PLACE = ("_source_uri", "_source_version", "_record_no")
# Of a record that stands in another one: its index there.
ITEM_NO = "_item_no"
# Longer texts are no identifiers.
IDENTIFIER_LENGTH = 255


@dataclass(frozen=True)
class Column:
    """One column: its meaning, its type and the rules its values obey.

    `type` is one of `string`, `integer`, `bigint`, `boolean`, `date`, `timestamp` (UTC) or
    `decimal(p,s)`.

    Attributes:
        format: the form of a text that a pattern cannot say: `phone`, `identifier`.
        country_column: where the country stands in which a phone number is dialled.
        decimal_mark: `.` or `,`, where a file's numbers show none.
        no_value: further words for no value.
        written_as: the forms of values that may be read in several ways, for files that do not
            show which is meant.
        parent: the column of the record that this one stands in, whose value and rules it has.
        stated: how the producer of a file says that its values are written.
        time_zone: that of moments which name none, as the producer says.
        minor_units: whether the producer's amounts count the smallest unit of their currency.
        minor_decimals: currencies and the digits of that unit, where they are not those of ISO
            4217; None where nobody knows.
    """

    name: str
    type: str
    description: str
    example: str
    required: bool = False
    key: bool = False
    personal: bool = False
    aliases: tuple[str, ...] = ()
    pattern: str | None = None
    format: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    letter_case: str | None = None
    null_if_invalid: bool = False
    allowed: dict[str, tuple[str, ...]] | None = None
    allowed_from: str | None = None
    currency: str | None = None
    currency_column: str | None = None
    country_column: str | None = None
    decimal_mark: str | None = None
    no_value: tuple[str, ...] = ()
    written_as: tuple[str, ...] = ()
    refers_to: str | None = None
    parent: str | None = None
    stated: tuple[str, ...] = ()
    time_zone: str | None = None
    minor_units: bool = False
    minor_decimals: tuple[tuple[str, int | None], ...] = ()

    @property
    def precision(self) -> tuple[int, int]:
        """Digits and decimals of a `decimal(p,s)` column."""
        digits, decimals = self.type.removeprefix("decimal(").removesuffix(")").split(",")
        return int(digits), int(decimals)

    @property
    def is_decimal(self) -> bool:
        """Whether the column holds exact decimal numbers."""
        return self.type.startswith("decimal(")

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers, whole or decimal."""
        return self.is_decimal or self.type in ("integer", "bigint")

    @property
    def is_identifier(self) -> bool:
        """Whether the column holds identifiers of any form."""
        return self.format == "identifier"

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Inclusive minimum and maximum of a number column."""
        low, high = (None if b is None else Decimal(b) for b in (self.minimum, self.maximum))
        return low, high


@dataclass(frozen=True)
class RowRule:
    """A condition over several columns that no record may meet."""

    name: str
    description: str
    violated_when: str

    @property
    def columns(self) -> tuple[str, str]:
        """The two columns that are compared."""
        left, _, right = self.violated_when.split()
        return left, right


@dataclass(frozen=True)
class Decision:
    """Which of several records counts that contradict each other at one key and order.

    Attributes:
        by: A column, or None for the moment at which the record's file arrived.
        greatest: Whether the greatest value wins, or the least.
    """

    by: str | None
    greatest: bool = True


@dataclass(frozen=True)
class Metric:
    """A figure business readers ask for, in one sentence and in SQL."""

    name: str
    meaning: str
    sql: str


@dataclass(frozen=True)
class Check:
    """A figure that holds a gold table against what it was made of: one number, and its value.

    Attributes:
        query: A SELECT of one number from qualified names, such as `gold.<table>`.
        must_be: The number.
    """

    name: str
    description: str
    query: str
    must_be: Decimal


@dataclass(frozen=True)
class Layout:
    """How the rows of a gold table lie on the warehouse's disks, and why.

    Attributes:
        distribution: `all`, `even`, `auto`, or the column whose equal values lie together.
        sort: The columns that rows are sorted by; none where the warehouse decides.
    """

    distribution: str = "auto"
    sort: tuple[str, ...] = ()
    why: str = "Nobody has said; the warehouse decides by what is asked."


@dataclass(frozen=True)
class Member:
    """A row of a dimension that the contract itself lists."""

    code: str
    values: dict[str, str | bool | int]
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class RecordsIn:
    """Where the records of a dataset stand that come inside those of another one.

    Attributes:
        dataset: The other one, their parent.
        path: The name of the array there, of a nested one `a.b`.
    """

    dataset: str
    path: str

    def __str__(self) -> str:
        return f"{self.path}[] in {self.dataset}"

    @property
    def folded(self) -> str:
        """The path without what producers vary (`fold`)."""
        return fold(self.path)


@dataclass(frozen=True)
class Contract:
    """One table, or one dataset as it arrives.

    Attributes:
        producer: Whose files it is fitted to (`contracts.producers.fit`).
    """

    layer: str
    name: str
    version: str
    purpose: str
    limitations: str
    grain: str
    columns: tuple[Column, ...]
    order_by: tuple[str, ...] = ()
    on_conflict: Decision | None = None
    quarantine_threshold: Decimal = Decimal(1)
    rules: tuple[RowRule, ...] = ()
    metrics: tuple[Metric, ...] = ()
    members: tuple[Member, ...] = ()
    checks: tuple[Check, ...] = ()
    layout: Layout = Layout()
    records_in: RecordsIn | None = None
    producer: Producer | None = None

    @property
    def id(self) -> str:
        """Layer and name, as in `silver.<name>`."""
        return f"{self.layer}.{self.name}"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        return tuple(c.name for c in self.columns if c.key)

    @cached_property
    def place(self) -> tuple[str, ...]:
        """Columns of bronze and silver that say where a record of the dataset came from."""
        return (*PLACE, ITEM_NO) if self.records_in else PLACE

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """All column names, in order."""
        return tuple(c.name for c in self.columns)

    @cached_property
    def typed_columns(self) -> tuple[str, ...]:
        """All columns, in order, each as `name type`."""
        return tuple(f"{c.name} {c.type}" for c in self.columns)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every folded name or alias -> the column it means."""
        known = {fold(n): c.name for c in self.columns for n in (c.name, *c.aliases)}
        part = self.producer and self.producer.part(self.name)
        if not part or not part.columns:
            return known
        folded = {fold(name): column for name, column in part.columns.items()}
        own = {name: column for name, column in folded.items() if column is not None}
        others = {n: c for n, c in known.items() if n not in folded and c not in part.named}
        return own | others

    @property
    def values(self) -> dict[str, str]:
        """Column -> its value where a record says nothing, as the producer of a file says."""
        part = self.producer and self.producer.part(self.name)
        return dict(part.values) if part else {}

    @cached_property
    def naming(self) -> str:
        """A mark of the names that columns are known by.

        Files that were taken under another one are conformed before their records are judged.
        """
        said = [list(self.names.items()), *([self.values] if self.values else [])]
        return _mark(said if len(said) > 1 else said[0])

    @cached_property
    def reading(self) -> str:
        """A mark of what decides whether a file is one of the dataset's.

        Files that were refused under another one are read again.
        """
        required = tuple(c.name for c in self.columns if c.required)
        return _mark([list(self.names.items()), self.keys, required])


def _mark(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def fold(name: str) -> str:
    """A column name without what producers vary: letter case, spaces, `-` and `_`."""
    return "".join(ch for ch in name.casefold() if ch not in " -_\t\u00a0")
