"""Reads generated files with nothing but the standard library, by docs/reading-rules.md."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from contracts.load import load
from contracts.model import Contract, fold

Record = dict[str, str | None] | str
"""Texts by written name, or the reason why the record cannot be read."""

_BOMS = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def read(path: Path, facts: dict[str, Any]) -> list[Record]:
    """All records of an accepted file, good and bad."""
    if facts["format"] == "parquet":
        return [
            {k: None if v is None else _parquet_text(v) for k, v in row.items()}
            for row in pq.read_table(path).to_pylist()
        ]
    data = path.read_bytes()
    if facts["compression"] == "gzip":
        data = gzip.decompress(data)
    bom = _BOMS.get(facts["encoding"], b"")
    assert data.startswith(bom)
    plain = "utf-8" if facts["encoding"] == "utf-8-sig" else facts["encoding"]
    text = data[len(bom) :].decode(plain, "surrogateescape")
    if facts["format"] == "csv":
        return _delimited(_standard(text), load(f"source.{facts['dataset']}"))
    if facts["format"] == "ndjson":
        return [_json_line(line) for line in text.splitlines() if line.strip()]
    return [_object(value) for value in _document(text)]


def _document(text: str) -> list[Any]:
    """The records: elements of an array, of the only one in an object, or objects end to end."""
    decoder = json.JSONDecoder(**(_STRICT | {"parse_constant": lambda _: _NO_JSON}))
    values, at = [], 0
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        values.append(value)
        at = end + len(text[end:]) - len(text[end:].lstrip(", \n"))
    if len(values) > 1:
        return values
    if isinstance(values[0], dict):
        lists = [v for v in values[0].values() if isinstance(v, list)]
        return lists[0] if lists else values
    return list(values[0])


def _parquet_text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_NO_JSON = "no JSON"


class _Twice(Exception):
    pass


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({k for k, _ in pairs}) < len(pairs):
        return {"twice": _Twice}
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class _Number(str):
    pass


_STRICT: dict[str, Any] = {
    "object_pairs_hook": _pairs,
    "parse_constant": _no_constant,
    "parse_float": _Number,
    "parse_int": _Number,
}


def _json_line(line: str) -> Record:
    if any("\udc80" <= c <= "\udcff" for c in line):
        return "undecodable"
    try:
        return _object(json.loads(line, **_STRICT))
    except ValueError:
        return "invalid_json"


def _object(value: Any) -> Record:
    if not isinstance(value, dict):
        return "not_an_object"
    if _NO_JSON in value.values():
        return "invalid_json"
    if "twice" in repr(value):
        return "repeated_key"
    flat: dict[str, str | None] = {}
    _flatten("", value, flat)
    return flat


def _flatten(prefix: str, value: dict[str, Any], flat: dict[str, str | None]) -> None:
    for name, inner in value.items():
        if isinstance(inner, dict) and {*inner} & {"$numberDecimal", "$date", "N", "S"}:
            (flat[prefix + name],) = inner.values()
        elif isinstance(inner, dict):
            _flatten(f"{prefix}{name}.", inner, flat)
        else:
            flat[prefix + name] = None if inner is None else str(inner)


_SWAPPED = str.maketrans("\"'", "'\"")


def _standard(text: str) -> str:
    """The text with quotes as RFC 4180 has them; what an apostrophe was is a quote in it."""
    if text.startswith("'"):
        return text.translate(_SWAPPED)
    return text.replace('\\"', '""')


def _delimited(text: str, contract: Contract) -> list[Record]:
    """Fields by RFC 4180; a broken quote makes one record of its line alone."""
    text = text.replace("\r\n", "\n")
    at, delimiter = _header(text, contract)
    names: list[str] = []
    records: list[Record] = []
    while at < len(text):
        fields, following, reason = _fields(text, at, delimiter)
        line = text[at : following - 1]
        at = following
        if not line.strip():
            continue
        if not names or _names_columns(fields, contract):
            records += ["repeated_header"] if names else []
            names = fields
        else:
            torn = following > len(text)
            records.append(reason or _row(names, fields, line, contract, torn))
    return records


def _header(text: str, contract: Contract) -> tuple[int, str]:
    """Where the first line is that names the key and another column, and what divides it."""
    at = 0
    for line in text.split("\n"):
        for delimiter in ",;|\t~^\x01":
            if _names_columns(next(csv.reader([line], delimiter=delimiter), []), contract):
                return at, delimiter
        at += len(line) + 1
    raise AssertionError(f"no header: {text[:200]}")


def _names_columns(fields: list[str], contract: Contract) -> bool:
    known = [contract.names.get(fold(f)) for f in fields]
    return contract.keys[0] in known and len({*known} - {None}) > 1


def _row(names: list[str], fields: list[str], line: str, contract: Contract, torn: bool) -> Record:
    if any("\udc80" <= c <= "\udcff" for c in line):
        return "undecodable"
    if "\0" in line:
        return "nul_byte"
    if fields[0] == "Total":
        return "trailer"
    required = {c.name for c in contract.columns if c.required}
    rest = names[len(fields) :]
    if not torn and not required & {contract.names.get(fold(n)) for n in rest}:
        fields = fields + [""] * len(rest)
    return dict(zip(names, fields, strict=True)) if len(names) == len(fields) else "ragged_row"


def _fields(text: str, start: int, delimiter: str) -> tuple[list[str], int, str]:
    fields: list[str] = []
    at, size = start, len(text)
    line_end = text.find("\n", start)
    line_end = size if line_end < 0 else line_end
    while True:
        if text[at : at + 1] == '"':
            field, at = _quoted(text, at)
            if at < 0 or (at < size and text[at] not in (delimiter, "\n")):
                return fields, line_end + 1, "broken_quote"
        else:
            stops = [i for i in (text.find(delimiter, at), text.find("\n", at)) if i >= 0]
            stop = min(stops, default=size)
            field, at = text[at:stop], stop
        fields.append(field)
        if at >= size or text[at] == "\n":
            return fields, at + 1, ""
        at += 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    """The content of a quoted field and where it ends; a negative end if it does not."""
    parts, start = [], at + 1
    while True:
        stop = text.find('"', start)
        if stop < 0:
            return "", -1
        parts.append(text[start:stop])
        if text[stop + 1 : stop + 2] != '"':
            return '"'.join(parts), stop + 1
        start = stop + 2
