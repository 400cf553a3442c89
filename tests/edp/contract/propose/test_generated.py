"""Proposals for the generator's files against the contracts that people wrote for them."""

from __future__ import annotations

import pytest

from contracts import load
from edp.contract.propose.checked import loaded
from edp.contract.propose.model import Proposal
from edp.contract.propose.propose import propose
from generator import generate

pytestmark = pytest.mark.slow

DATASETS = ("users", "transactions", "events")
# Dirt -> column -> the type that is proposed instead: from all records, some of which are damaged.
OTHER_TYPES = {
    0.0: {},
    0.3: {"transactions.amount": "decimal(17,4)", "events.price": "decimal(17,4)"},
}
# Files have it beside the column that it is an alias of, so nothing speaks for their being one.
NOT_ASKED = {"mobile", "sku"}


@pytest.fixture(scope="module", params=[0.0, 0.3], ids=["clean", "dirty"])
def dirt(request: pytest.FixtureRequest) -> float:
    """How much of the files is damaged."""
    return float(request.param)


@pytest.fixture(scope="module")
def proposals(dirt: float, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proposal]:
    """What is proposed for each dataset, by all of its files."""
    raw = tmp_path_factory.mktemp("raw")
    generate(2_000, 5, dirt, raw, workers=1)
    found = {}
    for dataset in DATASETS:
        files = sorted(f for f in (raw / dataset).rglob("*") if f.is_file())
        found[dataset] = propose(files, dataset)
    return found


@pytest.mark.parametrize("dataset", DATASETS)
def test_key_and_order_are_found(dataset: str, proposals: dict[str, Proposal]) -> None:
    found, written = proposals[dataset], load(f"source.{dataset}")
    assert (tuple(found.keys), (found.order_by,)) == (written.keys, written.order_by)


@pytest.mark.parametrize("dataset", DATASETS)
def test_types_are_found(dataset: str, dirt: float, proposals: dict[str, Proposal]) -> None:
    found = {p.column.name: p.column.type for p in proposals[dataset].columns}
    wanted = {
        c.name: OTHER_TYPES[dirt].get(f"{dataset}.{c.name}", c.type)
        for c in load(f"source.{dataset}").columns
    }
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("dataset", DATASETS)
def test_personal_data_is_found(dataset: str, proposals: dict[str, Proposal]) -> None:
    found = {p.column.name for p in proposals[dataset].columns if p.column.personal}
    wanted = {c.name for c in load(f"source.{dataset}").columns if c.personal}
    others = {p.column.name for p in proposals[dataset].columns} - {
        c.name for c in load(f"source.{dataset}").columns
    }
    assert found - others == wanted


@pytest.mark.parametrize("dataset", DATASETS)
def test_other_names_of_a_column_are_a_question(
    dataset: str, proposals: dict[str, Proposal]
) -> None:
    questions = {p.column.name: " ".join(p.questions) for p in proposals[dataset].columns}
    others = {
        other: column.name
        for column in load(f"source.{dataset}").columns
        for other in {alias.replace(".", "_") for alias in column.aliases} - {column.name}
        if other in questions
    }
    silent = {other for other, name in others.items() if name not in questions[other]}
    assert silent <= NOT_ASKED


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_loader_takes_it(dataset: str, proposals: dict[str, Proposal]) -> None:
    assert loaded(proposals[dataset]).keys == load(f"source.{dataset}").keys


@pytest.mark.parametrize("dataset", DATASETS)
def test_of_clean_files_no_value_is_bad(
    dataset: str, dirt: float, proposals: dict[str, Proposal]
) -> None:
    odd = [
        q for q in proposals[dataset].all_questions() if "do not fit" in q or "samples have" in q
    ]
    assert bool(odd) == bool(dirt)
