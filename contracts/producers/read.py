"""Reads a producer file; what it cannot mean is refused with its line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from contracts.currencies import currencies
from contracts.fields import Fields
from contracts.item import Item, Refusals, parsed
from contracts.load import allowed_values, datasets, load
from contracts.model import Column
from contracts.producers import paths
from contracts.producers.model import Part, Producer
from contracts.roots import Source

KEYS = (
    "kind", "name", "owner", "description", "files", "encoding", "delimiter", "skipLines",
    "dateOrder", "decimalMark", "timeZone", "datasets",
)  # fmt: skip
OF_DATASETS = ("records", "columns", "values", "words", "minorUnits", "decimals")
# No currency has more.
MOST_DECIMALS = "4"
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
# A name that begins so is no data, or leads out of raw.
NO_FILE = re.compile(r"^/|^$|(^|/)(\.|_)")


def read(source: Source, *, strict: bool = True) -> Producer:
    """The producer in a file.

    Args:
        source: The file.
        strict: Whether datasets and columns must be there. What is shipped describes systems, not
            the contracts of whoever uses it: of these it says what it can.

    Raises:
        ContractError: The file says something that nobody would see to; a line for each.
    """
    refusals = Refusals(source.label)
    fields = Fields(parsed(source.read(), source.label, refusals), refusals, KEYS)
    if (kind := fields.text("kind", allowed="Producer")) != "Producer":
        refusals.add(fields.at("kind"), f"is {kind!r}", "Producer")
    if (name := fields.text("name")) != source.name or not NAME.fullmatch(name):
        allowed = f"{source.name}, as the file is called: a-z, 0-9 and _, a letter first"
        refusals.add(fields.at("name"), f"is {name!r}", allowed)
    producer = Producer(
        name=name,
        files=_files(fields),
        parts=_parts(fields, strict=strict),
        owner=fields.text("owner", "" if not strict else None),
        description=fields.text("description"),
        encoding=_encoding(fields),
        delimiter=_delimiter(fields),
        skip_lines=_skip_lines(fields),
        date_order=fields.choice("dateOrder", ("day", "month")),
        decimal_mark=fields.choice("decimalMark", (".", ",")),
        time_zone=_time_zone(fields),
    )
    refusals.give()
    return producer


def _files(fields: Fields) -> tuple[str, ...]:
    listed = fields.list("files")
    if not listed:
        fields.refusals.add(fields.at("files"), "files are missing", "names below raw: shop/*.csv")
    for item in listed:
        if NO_FILE.search(item.text) or "/" not in item.text:
            allowed = "a folder of raw and a name or pattern in it, such as shop/ or shop/*.csv"
            fields.refusals.add(item, f"is {item.kind}", allowed)
    return fields.texts("files")


def _encoding(fields: Fields) -> str | None:
    named = fields.optional("encoding")
    try:
        return codecs.lookup(named).name if named else None
    except LookupError:
        allowed = "one that Python knows, such as utf-8 or windows-1252"
        fields.refusals.add(fields.at("encoding"), f"is {named!r}", allowed)
        return None


def _delimiter(fields: Fields) -> str | None:
    found = fields.optional("delimiter")
    if found is not None and (len(found) != 1 or found.isalnum() or found in "\"'\r\n"):
        fields.refusals.add(
            fields.at("delimiter"), f"is {found!r}", 'one sign, such as ";" or "\\t"'
        )
    return found


def _skip_lines(fields: Fields) -> int:
    number = fields.number("skipLines") or "0"
    if not number.isdecimal() or int(number) > 1000:
        fields.refusals.add(fields.at("skipLines"), f"is {number}", "a whole number, 0 to 1000")
        return 0
    return int(number)


def _time_zone(fields: Fields) -> str | None:
    named = fields.optional("timeZone")
    try:
        return ZoneInfo(named).key if named else None
    except (LookupError, ValueError, OSError):
        allowed = "a name of the IANA time zone database, such as Europe/Berlin or UTC"
        fields.refusals.add(fields.at("timeZone"), f"is {named!r}", allowed)
        return None


def _parts(fields: Fields, *, strict: bool) -> tuple[Part, ...]:
    listed = fields.get("datasets")
    if listed is None or not listed.members:
        allowed = f"at least one of {', '.join(datasets())}, each with what its records are like"
        fields.refusals.add(fields.at("datasets"), "datasets are missing", allowed)
        return ()
    known = set(datasets())
    for name, item in listed.members.items():
        if name not in known and strict:
            fields.refusals.add(item, "no such dataset", ", ".join(sorted(known)))
    found = {n: i for n, i in listed.members.items() if n in known}
    return tuple(_part(n, i, fields.refusals, strict=strict) for n, i in found.items())


def _part(dataset: str, item: Item, refusals: Refusals, *, strict: bool) -> Part:
    if item.kind == "nothing":
        return Part(dataset)
    fields = Fields(item, refusals, OF_DATASETS)
    columns = {c.name: c for c in load(f"source.{dataset}").columns if not c.parent}
    there = _Columns(columns, refusals, strict=strict)
    return Part(
        dataset,
        records=fields.optional("records"),
        columns=_columns(fields, there),
        values={
            n: v for n, v in _texts(fields, "values").items() if there.has(n, fields, "values")
        },
        words=_words(fields, there),
        minor_units=tuple(
            part.text for part in fields.list("minorUnits") if there.is_amount(part.text, part)
        ),
        decimals=_decimals(fields),
    )


class _Columns:
    """The columns of a dataset, and what is refused about their names."""

    def __init__(self, columns: Mapping[str, Column], refusals: Refusals, *, strict: bool) -> None:
        self.columns, self._refusals, self._strict = columns, refusals, strict

    def known(self, name: str, item: Item) -> bool:
        """Whether there is such a column; where it must be there, its lack is refused."""
        if name not in self.columns and self._strict:
            self._refusals.add(item, f"no column {name!r}", ", ".join(self.columns))
        return name in self.columns

    def has(self, name: str, fields: Fields, key: str) -> bool:
        """The same of a member of a mapping."""
        return self.known(name, fields.at(key).members[name])

    def is_amount(self, name: str, item: Item) -> bool:
        """Whether it is an amount with a currency."""
        if not self.known(name, item):
            return False
        column = self.columns[name]
        if not (column.is_decimal and (column.currency or column.currency_column)):
            amounts = [n for n, c in self.columns.items() if c.currency or c.currency_column]
            self._refusals.add(item, "no amount with a currency", ", ".join(amounts) or "none")
        return True

    def allowed(self, name: str) -> Mapping[str, tuple[str, ...]] | None:
        """The values that the column may have."""
        return allowed_values(self.columns[name])


def _texts(fields: Fields, key: str) -> dict[str, str]:
    item = fields.get(key)
    if item is None:
        return {}
    inside = Fields(item, fields.refusals, item.members)
    return {name: inside.text(name) for name in item.members}


def _columns(fields: Fields, there: _Columns) -> dict[str, str | None]:
    """Names in the files -> columns, or None."""
    item = fields.get("columns")
    if item is None:
        return {}
    inside = Fields(item, fields.refusals, item.members)
    found: dict[str, str | None] = {}
    for name, column in item.members.items():
        try:
            paths.parsed(name)
        except ValueError as error:
            fields.refusals.add(column, f"is no path ({error})", "a name, a.b, a[0].b, a[k=v].b")
            continue
        if column.kind == "nothing":
            found[name] = None
        elif there.known(inside.text(name), column):
            found[name] = column.text
    return found


def _decimals(fields: Fields) -> dict[str, int | None]:
    """Currency -> digits of the unit that the producer counts, or None."""
    item, known = fields.get("decimals"), currencies()
    found: dict[str, int | None] = {}
    for code, said in item.members.items() if item else ():
        if code not in known:
            fields.refusals.add(said, f"no currency {code!r}", "a code of ISO 4217")
        elif said.kind == "nothing":
            found[code] = None
        elif said.text.isdecimal() and said.text <= MOST_DECIMALS:
            found[code] = int(said.text)
        else:
            allowed = f"0 to {MOST_DECIMALS}, or nothing where nobody knows"
            fields.refusals.add(said, f"is {said.text}", allowed)
    return found


def _words(fields: Fields, there: _Columns) -> dict[str, dict[str, tuple[str, ...]]]:
    item = fields.get("words")
    if item is None:
        return {}
    Fields(item, fields.refusals, item.members)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in (n for n, column in item.members.items() if there.known(n, column)):
        inside = Fields(item, fields.refusals, item.members)
        allowed = there.allowed(name)
        said = inside.words(name) or {}
        for value in said.keys() - (allowed or {}).keys():
            at = item.members[name].members[value]
            what = ", ".join(allowed or ()) or "a column with allowed values"
            fields.refusals.add(at, f"no value of {name}", what)
        found[name] = said
    return found
