"""A proposal as the text of a contract, its evidence in comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

from contracts import Column
from contracts.odcs import VERSION
from edp.contract.propose.model import Proposal, Proposed

LETTER, CAPITAL, DIGIT = (re.compile(p) for p in (r"[^\W\d_A-Z]", "[A-Z]", "[0-9]"))
LOGICAL = {"bigint": "integer", "decimal": "number"}
SHOWN = 60


def rendered(proposal: Proposal) -> str:
    """The contract, as contracts/source/*.yaml are written."""
    return "\n".join([*_head(proposal), *_inside(proposal), *_table(proposal)]) + "\n"


def masked(text: str) -> str:
    """The form of a personal value without what it says."""
    return DIGIT.sub("9", CAPITAL.sub("X", LETTER.sub("x", text)))


def _head(proposal: Proposal) -> Iterator[str]:
    name = proposal.dataset
    yield _comment(f"Proposed from {proposal.records:,} records in {', '.join(proposal.files)}.")
    yield from (_comment(e) for e in proposal.evidence)
    yield from (_comment(f"decide: {q}") for q in proposal.questions)
    yield f"apiVersion: {VERSION}"
    yield "kind: DataContract"
    yield f"id: source.{name}"
    yield f"name: {_named(name)}"
    yield "version: 0.1.0"
    yield "status: draft"
    yield "description:"
    yield "  # decide: what is it, and what should readers know?"
    yield f"  purpose: Records of {name}."


def _inside(proposal: Proposal) -> Iterator[str]:
    yield from (_comment(f"decide: {question}") for question in proposal.about_arrays())


def _table(proposal: Proposal) -> Iterator[str]:
    yield "schema:"
    yield f"  - name: {_named(proposal.dataset)}"
    yield "    logicalType: object"
    yield "    physicalType: file"
    yield f"    description: One record of {proposal.dataset}."
    if proposal.order_by:
        yield "    customProperties:"
        yield f"      - {{property: orderBy, value: [{_named(proposal.order_by)}]}}"
    yield "    properties:"
    for proposed in proposal.columns:
        yield from (f"      {line}" for line in _column(proposed))


def _column(proposed: Proposed) -> Iterator[str]:
    column = proposed.column
    evidence = [f"{proposed.confidence} confidence: {'; '.join(proposed.evidence)}"]
    yield from map(_comment, [*evidence, *(f"decide: {q}" for q in proposed.questions)])
    yield f"- name: {_named(column.name)}"
    yield from (f"  {key}: {value}" for key, value in _keys(column))
    if custom := list(_custom(column)):
        yield "  customProperties:"
        yield from (f"    - {{property: {key}, value: {value}}}" for key, value in custom)


def _keys(column: Column) -> Iterator[tuple[str, str]]:
    base = column.type.partition("(")[0]
    yield "logicalType", LOGICAL.get(base, base)
    if base in LOGICAL:
        yield "physicalType", column.type
    yield "description", _quoted(column.name.replace("_", " ").capitalize() + ".")
    if column.personal:
        yield "classification", "personal"
    if column.key:
        yield "primaryKey", "true"
    if column.required:
        yield "required", "true"
    options = {"pattern": column.pattern, "format": column.format}
    if any(options.values()):
        yield "logicalTypeOptions", _mapping({k: _quoted(v) for k, v in options.items() if v})
    if column.refers_to:
        yield "relationships", f"[{{to: {column.refers_to}}}]"
    yield "examples", _list([_example(column)])


def _custom(column: Column) -> Iterator[tuple[str, str]]:
    single = {
        "letterCase": column.letter_case,
        "currency": column.currency,
        "currencyColumn": column.currency_column,
        "decimalMark": column.decimal_mark,
    }
    lists = {"aliases": column.aliases, "writtenAs": column.written_as}
    yield from ((key, _list(values)) for key, values in lists.items() if values)
    yield from ((key, _quoted(value)) for key, value in single.items() if value)
    if column.allowed is not None:
        values = {_quoted(v): _list(synonyms) for v, synonyms in column.allowed.items()}
        yield "allowedValues", _mapping(values)


def _example(column: Column) -> str:
    text = column.example[:SHOWN] or "none"
    return masked(text) if column.personal else text


def _comment(text: str) -> str:
    """On one line, and with nothing in it that YAML has no room for."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return f"# {plain}"


def _named(name: str) -> str:
    """A name, in quotes where YAML would not read it as text: `no`, `null`."""
    return name if yaml.safe_load(name) == name else _quoted(name)


def _quoted(text: str) -> str:
    """A scalar that YAML reads as this text, on one line."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    escaped = "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in _escaped(text))
    return f'"{escaped}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _mapping(members: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in members.items())}}}"
