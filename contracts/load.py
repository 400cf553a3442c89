"""Reads the contracts (Open Data Contract Standard 3.1 YAML) that stand beside this module."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from contracts.errors import ContractError
from contracts.model import Column, Contract, Decision, Member, Metric, RowRule
from contracts.roots import found, roots
from contracts.silver import silver_of

LAYERS = ("source", "bronze", "silver", "quarantine", "lineage", "gold")

Node = dict[str, Any]


def datasets() -> tuple[str, ...]:
    """The datasets there are: each one has a source contract."""
    return tuple(found("contracts/source"))


def load(contract_id: str) -> Contract:
    """The contract of a table such as `silver.<dataset>`; silver follows from the source.

    Raises:
        ContractError: there is no such contract, or it is not usable.
    """
    return _load(contract_id, roots())


@cache
def _load(contract_id: str, _roots: tuple[str, ...]) -> Contract:
    layer, _, name = contract_id.partition(".")
    if layer == "silver":
        return silver_of(load(f"source.{name}"), load("bronze.record"))
    source = found(f"contracts/{layer}").get(name) if layer in LAYERS else None
    if source is None:
        raise ContractError(f"no contract {contract_id}: expected contracts/{layer}/{name}.yaml")
    try:
        return _contract(layer, yaml.safe_load(source.read()))
    except (LookupError, TypeError, ValueError, yaml.YAMLError) as error:
        raise ContractError(f"{source.label}: {error!r}") from error


def load_layer(layer: str) -> tuple[Contract, ...]:
    """All contracts of a layer, by name."""
    names = found(f"contracts/{'source' if layer == 'silver' else layer}")
    return tuple(load(f"{layer}.{name}") for name in names)


def allowed_values(column: Column) -> dict[str, tuple[str, ...]] | None:
    """Allowed values of a column -> their synonyms; None where every value is allowed."""
    if column.allowed_from is None:
        return column.allowed
    return {m.code: m.synonyms for m in load(column.allowed_from).members}


def _contract(layer: str, doc: Node) -> Contract:
    table = doc["schema"][0]
    custom = _custom(table)
    columns = tuple(_column(p) for p in table["properties"])
    if layer == "source":
        _check_keys(columns)
    return Contract(
        layer=layer,
        name=doc["name"],
        version=doc["version"],
        purpose=doc["description"]["purpose"],
        limitations=doc["description"].get("limitations", ""),
        grain=table["description"],
        columns=columns,
        order_by=tuple(custom.get("orderBy", ())),
        on_conflict=_decision(custom.get("onConflict"), columns),
        quarantine_threshold=Decimal(str(custom.get("quarantineThreshold", 1))),
        rules=tuple(
            RowRule(q["name"], q["description"], q["query"]) for q in table.get("quality", ())
        ),
        metrics=tuple(Metric(**m) for m in custom.get("metrics", ())),
        members=tuple(_member(m) for m in custom.get("members", ())),
    )


def _check_keys(columns: Sequence[Column]) -> None:
    if not any(c.key for c in columns):
        raise ValueError("no column is a primaryKey: nothing identifies a record")
    if optional := [c.name for c in columns if c.key and not c.required]:
        raise ValueError(f"{optional[0]} is a primaryKey and must be required")


def _decision(value: object, columns: Sequence[Column]) -> Decision | None:
    """Who wins a conflict: `latestArrival`, `greatest: column` or `least: column`."""
    if value is None:
        return None
    if value == "latestArrival":
        return Decision(by=None)
    names = {c.name for c in columns if not c.key}
    match list(value.items()) if isinstance(value, dict) else ():
        case [("greatest" | "least" as which, str(name))] if name in names:
            return Decision(name, greatest=which == "greatest")
    raise ValueError(
        f"onConflict is {value!r}; it must be latestArrival, or greatest or least with a column "
        "that is no key, as in {greatest: version}"
    )


def _column(node: Node) -> Column:
    custom, options = _custom(node), node.get("logicalTypeOptions", {})
    allowed = custom.get("allowedValues")
    relationships = node.get("relationships", [])
    return Column(
        name=node["name"],
        type=str(node.get("physicalType", node["logicalType"])),
        description=node["description"],
        example=str(node["examples"][0]),
        required=node.get("required", False),
        key=node.get("primaryKey", False),
        personal=node.get("classification") == "personal",
        aliases=tuple(custom.get("aliases", ())),
        pattern=options.get("pattern"),
        format=_one_of(("phone",), options.get("format")),
        minimum=_text(options.get("minimum")),
        maximum=_text(options.get("maximum")),
        letter_case=custom.get("letterCase"),
        null_if_invalid=custom.get("onInvalid") == "null",
        allowed=None if allowed is None else {k: tuple(v) for k, v in allowed.items()},
        allowed_from=custom.get("allowedFrom"),
        currency=custom.get("currency"),
        currency_column=custom.get("currencyColumn"),
        country_column=custom.get("countryColumn"),
        decimal_mark=_one_of((".", ","), custom.get("decimalMark")),
        no_value=tuple(custom.get("noValue", ())),
        written_as=tuple(custom.get("writtenAs", ())),
        refers_to=relationships[0]["to"] if relationships else None,
    )


def _member(node: Node) -> Member:
    values = {k: v for k, v in node.items() if k not in ("code", "synonyms")}
    return Member(code=node["code"], values=values, synonyms=tuple(node["synonyms"]))


def _custom(node: Node) -> Node:
    return {c["property"]: c["value"] for c in node.get("customProperties", ())}


def _one_of(known: tuple[str, ...], value: str | None) -> str | None:
    if value is not None and value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(map(repr, known))}")
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)
