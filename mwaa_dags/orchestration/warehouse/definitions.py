"""All that has to be in the warehouse before the data."""

from __future__ import annotations

from orchestration.handover import Handover
from orchestration.warehouse.templates import statements

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
