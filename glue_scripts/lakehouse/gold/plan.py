"""Which gold tables there are, and in which order they are built: each after what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from contracts import Contract, datasets, load_layer
from contracts.place import column_place, table_place
from contracts.roots import found
from lakehouse.errors.failure import JobFailed
from lakehouse.gold.model import Model, parse


@dataclass(frozen=True)
class Step:
    """A table to be built; without a model its contract lists the rows."""

    contract: Contract
    model: Model | None


def plan() -> tuple[Step, ...]:
    """All gold tables, each behind those that its SELECT reads.

    Raises:
        JobFailed: a model and its contract do not fit, or there is no order; says file and line.
    """
    models = {name: parse(source) for name, source in found("models").items()}
    contracts = {contract.name: contract for contract in load_layer("gold")}
    for name in models.keys() - contracts.keys():
        raise JobFailed(
            f"{models[name].label}: has no contract; expected contracts/gold/{name}.yaml"
        )
    steps = {name: Step(c, models.get(name)) for name, c in contracts.items()}
    for step in steps.values():
        _assert_rows_are_said(step)
        if step.model is not None:
            _assert_columns_fit(step.contract, step.model)
            _assert_inputs_known(step.model, contracts)
    return tuple(steps[name] for name in _order(models, contracts))


def _assert_rows_are_said(step: Step) -> None:
    contract = step.contract
    if bool(contract.members) == (step.model is not None):
        fault = "both members and a model" if step.model else "neither a model nor members"
        raise JobFailed(
            f"{table_place(contract)}: {contract.name} has {fault}; allowed is either "
            f"models/{contract.name}.sql or the custom property members"
        )


def _assert_columns_fit(contract: Contract, model: Model) -> None:
    for column in model.columns.keys() - set(contract.column_names):
        raise JobFailed(
            f"{model.label}:{model.columns[column]}: column {column} is not in the contract; "
            f"allowed are {', '.join(contract.column_names)}"
        )
    for column in contract.column_names:
        if column not in model.columns:
            raise JobFailed(
                f"{model.label}: column {column} is not selected; {column_place(contract, column)} "
                "says that the table has it"
            )


def _assert_inputs_known(model: Model, contracts: Mapping[str, Contract]) -> None:
    known = [*(f"silver.{name}" for name in datasets()), *(c.id for c in contracts.values())]
    for name, line in model.inputs.items():
        if name not in known:
            raise JobFailed(
                f"{model.label}:{line}: there is no {name}; allowed are {', '.join(known)}"
            )


def _order(models: Mapping[str, Model], contracts: Mapping[str, Contract]) -> list[str]:
    reads = {name: _gold(models[name]) if name in models else [] for name in sorted(contracts)}
    try:
        return list(TopologicalSorter(reads).static_order())
    except CycleError as error:
        # Each one is read by the next.
        circle = error.args[1]
        model = models[circle[1]]
        way = " reads ".join(reversed(circle))
        line = model.inputs[f"gold.{circle[0]}"]
        raise JobFailed(
            f"{model.label}:{line}: {way}; allowed are tables that can be built before it"
        ) from None


def _gold(model: Model) -> list[str]:
    parts = (name.split(".") for name in sorted(model.inputs))
    return [name for layer, name in parts if layer == "gold"]
