"""Which task comes after which, and which DAG wakes which."""

from __future__ import annotations

from typing import Any

import pytest

from config import environments
from stacks.constructs.handover_values import handover_values
from stacks.constructs.release import jobs
from tests.mwaa_dags.conftest import Described

pytestmark = pytest.mark.slow

EDGES = {
    "raw_ingest": {"raw_to_bronze": []},
    "medallion_build": {
        "bronze_to_silver": ["complete", "silver_to_gold"],
        "silver_to_gold": ["complete"],
        "complete": [],
    },
    "warehouse_load": {"prepare": ["load_gold"], "load_gold": []},
    "quarantine_replay": {"replay": []},
    "backfill": {
        "bronze_to_silver": ["complete", "silver_to_gold"],
        "silver_to_gold": ["load"],
        "load": ["complete"],
        "complete": [],
    },
}


@pytest.fixture
def dags(described: Described) -> dict[str, Any]:
    return described["dev"]["dags"]


@pytest.mark.parametrize("name", EDGES)
def test_tasks_and_their_order(dags: dict[str, Any], name: str) -> None:
    assert {t: task["downstream"] for t, task in dags[name]["tasks"].items()} == EDGES[name]


def test_assets_chain_raw_to_warehouse(dags: dict[str, Any]) -> None:
    wakes = {name: dag["schedule"]["assets"] for name, dag in dags.items()}
    tells = {
        name: [a for task in dag["tasks"].values() for a in task["outlets"]]
        for name, dag in dags.items()
    }
    assert wakes["raw_ingest"] == ["raw_arrivals"]
    assert wakes["medallion_build"] == tells["raw_ingest"] == ["bronze"]
    assert set(wakes["warehouse_load"]) < set(tells["medallion_build"]) == {"silver", "gold"}
    assert wakes["quarantine_replay"] == wakes["backfill"] == []


def test_only_what_asks_s3_alone_looks_without_being_woken(dags: dict[str, Any]) -> None:
    swept = {name for name, dag in dags.items() if dag["schedule"]["sweep"]}
    # Asking the warehouse every few minutes would keep it awake, which costs.
    assert swept == {"raw_ingest", "medallion_build"}


def test_gold_is_built_also_when_silver_was_built_before_or_only_in_part(
    dags: dict[str, Any],
) -> None:
    for name in ("medallion_build", "backfill"):
        assert dags[name]["tasks"]["silver_to_gold"]["trigger_rule"].endswith("ALL_DONE")


def test_a_run_whose_silver_failed_does_not_pass_for_a_success(dags: dict[str, Any]) -> None:
    for name in ("medallion_build", "backfill"):
        tasks = dags[name]["tasks"]
        assert [t for t, task in tasks.items() if not task["downstream"]] == ["complete"]
        assert tasks["complete"]["trigger_rule"].endswith("NONE_FAILED")


def test_one_load_at_a_time_whoever_asked_for_it(dags: dict[str, Any]) -> None:
    assert dags["warehouse_load"]["tasks"]["load_gold"]["at_once"] == 1
    assert dags["backfill"]["tasks"]["load"]["trigger_dag"] == "warehouse_load"


@pytest.mark.parametrize("name", ["quarantine_replay", "backfill", "warehouse_load"])
def test_every_parameter_is_explained_and_checked(dags: dict[str, Any], name: str) -> None:
    assert dags[name]["params"]
    for schema in dags[name]["params"].values():
        assert {"enum", "type"} & set(schema)


@pytest.mark.parametrize("environment", environments())
def test_jobs_run_as_the_stacks_say(described: Described, environment: str) -> None:
    from config import load

    told = handover_values(load(environment), jobs())["jobs"]
    ran = [
        (name, task, {"--full": "true"} if dag_id == "backfill" else {})
        for dag_id, dag in described[environment]["dags"].items()
        for name, task in dag["tasks"].items()
        if task["job"]
    ]
    assert {name for name, *_ in ran} == set(told)
    for name, task, more in ran:
        assert task["job"] == told[name]["name"]
        assert task["arguments"] == told[name]["arguments"] | more
        assert task["execution_timeout"] > told[name]["timeout_minutes"] * 60
