"""Loads the newest gold publication into the warehouse.

**Trigger**: news of gold; or by hand or by backfill, with the number of a publication.

**Writes**: in Redshift: schemas and roles where they are missing; all of the schemas gold and bi,
tables, views and rights, in one transaction; rows in ops.publications and ops.loaded_tables. Files
are copied into schemas aside; numbers of rows and sums are held against what the job published in
the transaction that puts them in place. What was there before is taken away. An older publication
takes the place of a newer one only when its number was given.

**When it fails**: readers keep what they had. The log names the figure that differs, or has
Redshift's own words. Mend the cause and clear the task: it may run any number of times, and takes
away what was left aside.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from lake_protocol.numbered import object_name
from lake_protocol.publications import Publication
from orchestration.assets import GOLD
from orchestration.aws import client
from orchestration.due import published, read_publication
from orchestration.handover import handover
from orchestration.parameters import PUBLICATION
from orchestration.policy import policy
from orchestration.warehouse import connection, load, publication


def _warehouse() -> connection.Connection:
    told = handover()
    return connection.Connection(client("redshift-data"), told.warehouse, told.poll_seconds)


@task
def prepare() -> None:
    """Schemas, roles, external schemas."""
    load.prepare(_warehouse(), handover())


# One load at a time, whoever asked for it: each takes away what others have left aside.
@task(max_active_tis_per_dag=1)
def load_gold(params: Any = None, run_id: Any = None) -> int:
    """The number of the publication that is in place now."""
    told, warehouse, wanted = handover(), _warehouse(), params["publication"]
    content = _publication(wanted)
    load.clear(warehouse)
    there = load.in_place(warehouse)
    if wanted is None and content["publication"] <= there.publication:
        raise AirflowSkipException(
            f"publication {there.publication} is loaded, the newest is {content['publication']}"
        )
    found = publication.read(content)
    load.load(warehouse, found, there, told.warehouse.copy_role_arn, run_id)
    return found.number


def _publication(wanted: int | None) -> Publication:
    s3, place = client("s3"), handover().places.gold_publications
    found = published(s3, place)
    if not found:
        raise AirflowSkipException("no gold is published yet")
    name = found[-1] if wanted is None else object_name(wanted)
    if name not in found:
        raise AirflowFailException(f"there is no gold publication {wanted}: {found[-1]} is newest")
    return read_publication(s3, place, name)


with DAG(
    "warehouse_load",
    schedule=[GOLD],
    params={"publication": PUBLICATION},
    **policy(__doc__, "warehouse", "scheduled", hours=4),
):
    prepare() >> load_gold()
