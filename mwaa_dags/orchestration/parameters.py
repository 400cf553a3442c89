"""Parameters that several DAGs take."""

from __future__ import annotations

from airflow.sdk import Param

PUBLICATION = Param(
    None,
    type=["null", "integer"],
    minimum=1,
    description="Number of the gold publication to load, also an older one; the newest if empty",
)
