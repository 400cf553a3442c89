"""Clean columns as the texts of a file, before any defect of a single record."""

from __future__ import annotations

from typing import cast
from zlib import crc32

from generator.clock import FORMS
from generator.layout import Layout
from generator.tables import Columns, Value, table

Texts = dict[str, list[str | None]]

ODD_CAMPAIGNS = ('12" shelf, oak', "salt, pepper", "it's 5 o'clock", 'say "hi"; twice', "summer")
"""Words that every way to quote has to keep together."""

CAMPAIGNS = ("frühling", "summer", "black friday", "newsletter", "été")


class _Cents(dict[Value, str | None]):
    """Cents -> `19.99`, made when first asked for: prices come again and again."""

    def __init__(self, mark: str) -> None:
        super().__init__({None: None})
        self._mark = mark

    def __missing__(self, cents: Value) -> str:
        assert isinstance(cents, int)
        text = f"{cents // 100}{self._mark}{cents % 100:02d}"
        if len(self) < 50_000:
            self[cents] = text
        return text


_POINT, _COMMA = _Cents("."), _Cents(",")


def fit_to_layout(columns: Columns, layout: Layout) -> None:
    """Takes from the clean values what a file of this layout cannot tell."""
    count = len(columns[table(layout.dataset).key])
    for name in table(layout.dataset).columns:
        if name in layout.constants:
            told = columns[name] if layout.has(name) else [None] * count
            columns[name] = [layout.constants[name] if v is None else v for v in told]
        elif not layout.has(name):
            columns[name] = [None] * count
    if layout.bare_phones:
        columns["phone"] = [p and str(p).lstrip("+") for p in columns["phone"]]
    if layout.encoding in _NAMES:
        _use_eight_bit_names(columns, layout.encoding)
    unit = FORMS[layout.time_form][1]
    for name in table(layout.dataset).timestamps if unit > 1000 else ():
        columns[name] = [v if v is None else int(v) // unit * unit for v in columns[name]]


_NAMES = {
    "latin-1": ("Zoë Müller", "René Lefèvre", "Jürgen Groß", "Inés Núñez", "Åsa Öberg"),
    "cp1252": ("Chloé Cœur", "Anaïs Lebœuf", "Zoë Müller", "Seán O’Brien", "René Lefèvre"),
    "cp1250": ("Łukasz Wróbel", "Małgorzata Dąbrowska", "Tomáš Dvořák", "Ondřej Kučera"),
    "iso8859-2": ("Joanna Wiśniewska", "Stanisław Dąbrowski", "Grażyna Świątek", "Agnieszka Śliwa"),
    "cp852": ("Zdzisław Gołębiewski", "Bożena Kaźmierczak", "Jiří Třeštík", "Władysław Źrebiec"),
    "cp1251": ("Наталья Кузнецова", "Дмитрий Соколов", "Екатерина Васильева"),
    "mac-roman": ("Jürgen Größe", "François Lefèvre", "Inés Núñez", "Björn Ångström"),
}
"""Names whose letters show which eight bits they are in, as those of a country's customers do."""


def _use_eight_bit_names(columns: Columns, encoding: str) -> None:
    """Names that the encoding has; cities without accents."""
    names = (*_NAMES[encoding], "Ada Lovelace")
    columns["name"] = [names[i % len(names)] for i in range(len(columns["name"]))]
    columns["city"] = [c and str(c).encode("ascii", "ignore").decode() for c in columns["city"]]


_SIGNED = {
    "EUR": "€{}",
    "USD": "$ {}",
    "GBP": "£{}",
    "PLN": "{} zł",
    "SEK": "{} kr",
    "CHF": "CHF {}",
}


def _signed(columns: Columns, cents: list[Value]) -> list[str | None]:
    """Amounts with the signs of their currencies; prices are in euros."""
    codes = columns.get("currency") or ["EUR"] * len(cents)
    pairs = zip(codes, cents, strict=True)
    return [None if v is None else _SIGNED[str(code)].format(_POINT[v]) for code, v in pairs]


def text_columns(columns: Columns, layout: Layout) -> Texts:
    """The text of every value, None for no value."""
    return {name: _texts(name, columns, layout) for name in layout.columns}


def _texts(name: str, columns: Columns, layout: Layout) -> list[str | None]:
    known = table(layout.dataset)
    if name in layout.twins.values():
        column = next(c for c, twin in layout.twins.items() if twin == name)
        said = zip(columns[known.key], columns[column], strict=True)
        return [str(v) if v and crc32(str(key).encode()) % 3 else None for key, v in said]
    if name.startswith("+"):
        # The same for each copy of a record.
        words = ODD_CAMPAIGNS if layout.quotes_oddly else CAMPAIGNS
        return [words[crc32(str(key).encode()) % len(words)] for key in columns[known.key]]
    values = columns[name]
    if name in known.timestamps:
        return FORMS[layout.time_form][0](cast("list[int | None]", values))
    if name in known.decimals:
        cents = _COMMA if layout.decimal_comma else _POINT
        return _signed(columns, values) if layout.signed else [cents[v] for v in values]
    if name in known.integers:
        zeros = ".0" if layout.float_integers else ""
        return [None if v is None else f"{v}{zeros}" for v in values]
    return cast("list[str | None]", values.copy())
