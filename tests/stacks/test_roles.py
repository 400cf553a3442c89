"""Roles: the least that each needs, on prefixes, tables and keys."""

from __future__ import annotations

import re
from typing import Any

import pytest

from config import environments
from stacks.acknowledged import WILDCARDS, WITHOUT_RESOURCE
from tests.stacks.synthesised import environment, role, statements

# Role -> zones whose objects it may read only, and those it may change.
ZONES: dict[str, tuple[set[str], set[str]]] = {
    "raw-to-bronze": ({"raw"}, {"bronze", "quarantine", "ledger", "metrics"}),
    "bronze-to-silver": ({"bronze", "ledger"}, {"silver", "quarantine", "metrics"}),
    "silver-to-gold": ({"silver"}, {"gold", "metrics"}),
    "warehouse-copy": ({"gold"}, set()),
    "warehouse-external": ({"silver", "gold"}, set()),
    "airflow": (
        {"ledger", "silver/publications", "gold/publications", "quarantine/files"},
        {"raw/events/replayed", "raw/transactions/replayed", "raw/users/replayed"},
    ),
}
CHANGES = {"s3:PutObject", "s3:DeleteObject"}


def _places(found: list[dict[str, Any]], *, changing: bool) -> set[str]:
    """Prefixes of the data buckets that statements allow to read, or to change."""
    return {
        resource.split(":::")[1].partition("/")[2].removesuffix("/*")
        for one in found
        if any(a.startswith("s3:") and a.endswith("Object") for a in one["Action"])
        and bool(CHANGES & set(one["Action"])) == changing
        for resource in one["Resource"]
        if isinstance(resource, str) and "-code-" not in resource
    }


@pytest.mark.parametrize("name", ZONES)
def test_a_role_reaches_its_zones_and_no_others(name: str) -> None:
    found = statements(role(environment("prod"), name))
    reads, changes = ZONES[name]
    assert _places(found, changing=True) == changes
    assert _places(found, changing=False) == reads


@pytest.mark.parametrize("name", environments())
def test_no_role_has_a_wildcard_that_could_be_named(name: str) -> None:
    for one in environment(name).of_type("AWS::IAM::Role"):
        for statement in statements(one):
            assert not [a for a in statement["Action"] if "*" in a], one["id"]
            for resource in statement["Resource"]:
                if resource == "*":
                    assert set(statement["Action"]) <= WITHOUT_RESOURCE, one["id"]
                elif "*" in str(resource):
                    assert any(re.fullmatch(p, str(resource)) for p in WILDCARDS), resource


def test_jobs_change_only_the_tables_they_make() -> None:
    for job, layers in {
        "raw-to-bronze": {"bronze"},
        "bronze-to-silver": {"silver", "lineage", "quarantine"},
        "silver-to-gold": {"gold"},
    }.items():
        changed = {
            resource.split("/")[1]
            for one in statements(role(environment("prod"), job))
            if "glue:UpdateTable" in one["Action"]
            for resource in one["Resource"]
            if ":table/" in resource
        }
        assert changed == {f"edp_prod_{layer}" for layer in layers}


def test_nobody_may_hand_a_role_to_a_service() -> None:
    for env in environments():
        for one in environment(env).of_type("AWS::IAM::Role"):
            assert not any("iam:PassRole" in s["Action"] for s in statements(one)), one["id"]


def test_reporting_figures_is_bound_to_a_namespace() -> None:
    for one in environment("prod").of_type("AWS::IAM::Role"):
        for statement in statements(one):
            if "cloudwatch:PutMetricData" in statement["Action"]:
                (namespaces,) = statement["Condition"]["StringEquals"].values()
                assert set(namespaces) <= {"edp-prod", "Glue", "AmazonMWAA"}
