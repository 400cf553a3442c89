"""Reads a column of a contract."""

from __future__ import annotations

import re

from contracts.currencies import currencies
from contracts.fields import Fields
from contracts.item import Item, Refusals
from contracts.model import Column
from contracts.odcs import COLUMN, OF_COLUMNS, OPTIONS, RELATIONSHIP
from contracts.types import bounds_of, type_of

# A name that no engine and no warehouse has to be told in quotes.
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
# Of a source; what begins with `_` is the platform's own.
OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
TAKEN = ("raw_record", "reasons")
# Arrow matches by RE2, which has neither.
NOT_IN_RE2 = re.compile(r"\(\?(?:[=!>(]|<[=!]|P=)|\\[1-9]|[+*?}]\+")
FORMS = re.compile(r"day|month|year|month_points|serial_1900|serial_1904|[YMDhmsf]{6,20}")
MOMENTS = ("date", "timestamp")
BOOLEANS = ("true", "false")


def column_of(item: Item, layer: str, refusals: Refusals) -> Column:
    """A column with all that its contract says; what it cannot mean is refused."""
    fields = Fields(item, refusals, COLUMN)
    type_ = type_of(fields)
    custom = fields.custom(OF_COLUMNS if layer == "source" else ())
    options = _options(fields, refusals)
    low, high = bounds_of(options, type_)
    column = Column(
        name=_name(fields, layer),
        type=type_,
        description=fields.text("description"),
        example=_example(fields),
        required=fields.flag("required"),
        key=fields.flag("primaryKey"),
        personal=fields.optional("classification") == "personal",
        aliases=custom.texts("aliases"),
        pattern=_pattern(options),
        format=options.choice("format", ("phone", "identifier")),
        minimum=low,
        maximum=high,
        letter_case=custom.choice("letterCase", ("upper", "lower")),
        null_if_invalid=custom.choice("onInvalid", ("null",)) == "null",
        allowed=custom.words("allowedValues"),
        allowed_from=custom.optional("allowedFrom"),
        currency=custom.choice("currency", tuple(currencies())),
        currency_column=custom.optional("currencyColumn"),
        country_column=custom.optional("countryColumn"),
        decimal_mark=custom.choice("decimalMark", (".", ",")),
        no_value=custom.texts("noValue"),
        written_as=custom.texts("writtenAs"),
        refers_to=_refers_to(fields, refusals),
        parent=custom.optional("parent"),
    )
    if column.parent:
        _assert_no_rules(fields, custom)
    _assert_usable(column, fields, custom)
    return column


def _options(fields: Fields, refusals: Refusals) -> Fields:
    logical = fields.get("logicalType")
    known = OPTIONS.get(str(logical.plain) if logical else "", ())
    options = fields.get("logicalTypeOptions") or Item(fields.item.path, 0, "a mapping")
    return Fields(options, refusals, known)


def _name(fields: Fields, layer: str) -> str:
    name, form = fields.text("name"), OWN_NAME if layer == "source" else NAME
    if not form.fullmatch(name) or (layer == "source" and name in TAKEN):
        allowed = "at most 63 of a-z, 0-9 and _, a letter first; other spellings are aliases"
        if name in TAKEN:
            allowed = f"another name, with {name} as an alias: the jobs have a column of that name"
        fields.refusals.add(fields.at("name"), f"is {name!r}", allowed)
    return name


def _example(fields: Fields) -> str:
    examples = fields.list("examples")
    if not examples:
        fields.refusals.add(fields.at("examples"), "examples are missing", "a list of one value")
        return ""
    return examples[0].text


def _pattern(options: Fields) -> str | None:
    pattern = options.optional("pattern")
    if pattern is None:
        return None
    try:
        re.compile(pattern)
    except re.error as error:
        options.refusals.add(options.at("pattern"), f"is no pattern: {error}", "one of RE2")
    if odd := NOT_IN_RE2.search(pattern):
        wrong = f"{odd[0]} is not in RE2, by which values are matched"
        options.refusals.add(options.at("pattern"), wrong, "no look-around or back reference")
    return pattern


def _refers_to(fields: Fields, refusals: Refusals) -> str | None:
    found = [Fields(r, refusals, RELATIONSHIP) for r in fields.list("relationships")]
    if len(found) > 1:
        refusals.add(fields.at("relationships"), "more than one", "one relationship a column")
    for relationship in found:
        to = relationship.text("to", allowed="table.column")
        if to.count(".") != 1:
            refusals.add(relationship.at("to"), f"is {to!r}", "table.column, of the same layer")
        return to
    return None


def _assert_no_rules(fields: Fields, custom: Fields) -> None:
    """Refuses rules of a column that has the value and the rules of its parent's."""
    rules = [item for key, item in custom.item.members.items() if key != "parent"]
    if options := fields.get("logicalTypeOptions"):
        rules.append(options)
    for item in rules:
        fields.refusals.add(item, "has no meaning beside parent", "what the parent's column says")


def _assert_usable(column: Column, fields: Fields, custom: Fields) -> None:
    """Refuses rules that the column's type has no use for, or that contradict each other."""
    choice = column.allowed is not None or column.allowed_from is not None
    text, number = column.type == "string", column.is_number
    for key, fits, allowed in (
        ("letterCase", text and not choice, "only for a text without allowed values"),
        ("allowedFrom", text and column.allowed is None, "only for a text, without allowedValues"),
        ("allowedValues", text or column.type == "boolean", "only for a text or a boolean"),
        ("currency", number and not column.currency_column, "a number without currencyColumn"),
        ("currencyColumn", number, "only for a number"),
        ("countryColumn", column.format == "phone", "only beside format phone"),
        ("decimalMark", number, "only for a number"),
        ("writtenAs", column.type in MOMENTS, "only for a date or a timestamp"),
        ("onInvalid", not column.required, "only for a column that is not required"),
    ):
        if custom.get(key) and not fits:
            custom.refusals.add(custom.at(key), f"{key} has no meaning here", allowed)
    if (column.pattern or column.format) and choice:
        where = fields.at("logicalTypeOptions")
        fields.refusals.add(where, "stands beside allowed values", "a form or allowed values")
    for form in custom.list("writtenAs"):
        if not FORMS.fullmatch(form.text):
            custom.refusals.add(form, f"is {form.kind}", "a form such as day, month, YYYYMMDDhh")
    _assert_one_meaning(column, custom)


def _assert_one_meaning(column: Column, custom: Fields) -> None:
    """Refuses spellings that mean two allowed values, and booleans that are neither."""
    meant: dict[str, str] = {}
    for value, synonyms in (column.allowed or {}).items():
        at = custom.at("allowedValues").members.get(value, custom.at("allowedValues"))
        if column.type == "boolean" and value not in BOOLEANS:
            custom.refusals.add(at, f"is {value!r}", "'true' and 'false', each with its spellings")
        for spelling in (value, *synonyms):
            if meant.setdefault(spelling.lower(), value) != value:
                wrong = f"{spelling!r} also means {meant[spelling.lower()]}"
                custom.refusals.add(at, wrong, "a spelling of one value")
