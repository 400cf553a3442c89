"""Every DAG parses on Airflow 3.2.1 without network, and keeps the house rules."""

from __future__ import annotations

import re
from typing import Any

import pytest

from config import environments, load
from stacks.constructs.archive import ROOT
from tests.mwaa_dags.conftest import Described

DAGS = ["backfill", "medallion_build", "quarantine_replay", "raw_ingest", "warehouse_load"]
pytestmark = pytest.mark.slow


@pytest.fixture(params=environments())
def environment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=DAGS)
def dag(request: pytest.FixtureRequest, described: Described) -> dict[str, Any]:
    found: dict[str, Any] = described["dev"]["dags"][request.param]
    return found


def test_all_parse_at_once_and_without_network(environment: str, described: Described) -> None:
    found = described[environment]
    assert found["errors"] == {}
    assert sorted(found["dags"]) == DAGS
    # Airflow reads them every half minute.
    assert found["seconds"] < 5


def test_a_dag_that_talks_while_it_is_read_is_seen(described: Described) -> None:
    (error,) = described["talking"]["errors"].values()
    assert "the network is shut" in error


def test_without_what_the_stacks_hand_over_the_error_says_so(described: Described) -> None:
    errors = described["bare"]["errors"].values()
    assert len(errors) == len(DAGS)
    for error in errors:
        assert "handover.json is missing: deploy the stack handover" in error


def test_docs_say_what_people_need(dag: dict[str, Any]) -> None:
    first = dag["doc"].strip().splitlines()[0]
    assert first.endswith(".")
    for part in ("**Trigger**", "**Writes**", "**When it fails**"):
        assert part in dag["doc"]
    for page in re.findall(r"docs/[\w/-]+\.md", dag["doc"]):
        assert (ROOT / page).is_file()


def test_tags_are_from_the_list(dag: dict[str, Any]) -> None:
    assert set(dag["tags"]) - {"dev"} <= {"lake", "warehouse", "scheduled", "manual"}
    assert ("scheduled" in dag["tags"]) != ("manual" in dag["tags"])
    assert "dev" in dag["tags"]


def test_every_task_has_an_owner_retries_and_an_end(dag: dict[str, Any]) -> None:
    config = load("dev")
    assert dag["tasks"]
    for task in dag["tasks"].values():
        assert task["owner"] == config.owner
        assert task["retries"] == config.airflow.retries > 0
        assert task["retry_delay"] == config.airflow.retry_seconds
        assert task["backoff"] == 2.0
        assert 0 < task["execution_timeout"] <= dag["timeout"]


def test_a_failure_is_told_and_a_new_dag_is_on(dag: dict[str, Any]) -> None:
    assert dag["on_failure"] == "report_failure"
    assert dag["paused"] is False
    assert dag["catchup"] is False


def test_no_dag_is_limited_to_one_run(dag: dict[str, Any]) -> None:
    # Events are left lying when it is at its limit: apache/airflow#56050.
    assert dag["max_active_runs"] == 2


def test_where_tasks_wait_is_for_the_environment_to_say(dag: dict[str, Any]) -> None:
    # Airflow was told so by an option here, as the stack does.
    waits = {task["deferrable"] for task in dag["tasks"].values() if task["job"]}
    assert waits <= {True}


def test_waiting_is_as_the_environment_wants_it(environment: str, described: Described) -> None:
    config = load(environment).airflow
    (watcher,) = described[environment]["dags"]["raw_ingest"]["schedule"]["watchers"]
    assert watcher[1]["waiter_delay"] == config.poll_seconds
    assert described[environment]["dags"]["raw_ingest"]["schedule"]["sweep"] == (
        config.sweep_minutes * 60
    )
