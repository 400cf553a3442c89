"""All that has to be in the warehouse before and beside the data."""

from __future__ import annotations

import hashlib

from contracts import load_layer
from orchestration.handover import Handover
from orchestration.warehouse.templates import statements
from orchestration.warehouse.views import create_view

# Analysts see bi, where personal data is masked; stewards see all there is.
ROLES = ("analyst", "steward")
EXTERNAL = {"lake_silver": "silver", "lake_gold": "gold"}


def foundation() -> list[str]:
    """Schemas, and the tables that say what was loaded. May be run any number of times."""
    return statements("foundation")


def external_schemas(told: Handover) -> list[str]:
    """Silver and gold as they are in the lake."""
    return [
        one
        for schema, layer in EXTERNAL.items()
        for one in statements(
            "external_schema",
            schema=schema,
            database=told.databases[layer],
            role=told.warehouse.external_role_arn,
        )
    ]


def external_grants() -> list[str]:
    """Who may look into the lake. Redshift takes no such grant inside a transaction: each alone.

    https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html
    """
    return [f"grant usage on schema {schema} to role steward" for schema in EXTERNAL]


def readers() -> tuple[str, list[str]]:
    """What readers see: the statements, and a version that is the same for the same ones.

    Who reads a view that is bound late needs to look into the schema below, too: analysts get
    `usage` on gold and nothing on its tables.
    """
    gold = load_layer("gold")
    views = ", ".join(f"bi.{c.name}" for c in gold)
    made = [
        f"drop view if exists {views}",
        *(create_view(c) for c in gold),
        *statements("grants"),
    ]
    version = hashlib.sha256("\n".join([*made, *external_grants()]).encode()).hexdigest()[:16]
    return version, [*made, *statements("record_definition", version=version)]
