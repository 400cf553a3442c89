"""Puts files that were refused back into raw, to be judged again.

**Trigger**: by hand, after what made the platform refuse them was mended: another reader, another
rule. `only_look` says which files it would be and why they were refused, and changes nothing.

**Writes**: a copy of each file in `raw/<dataset>/replayed/<moment>/…`. Its arrival wakes
raw_ingest like that of any other file. The refused file and its reason stay in quarantine.

**Records** need no replay: quarantined records stay in bronze, and every build judges all of
bronze again. After a change of rules trigger medallion_build; it sees that the code is another.

**When it fails**: files that were copied are taken; clear the task, and the others follow. What was
copied twice is recognised as a repetition.
"""

from __future__ import annotations

import logging
from typing import Any

from airflow.sdk import DAG, Param, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from contracts import delivered
from orchestration.aws import client
from orchestration.handover import handover
from orchestration.policy import policy
from orchestration.replay import put_back, refused, target

log = logging.getLogger(__name__)

PARAMS = {
    "dataset": Param(delivered()[0], enum=list(delivered()), description="Whose files"),
    "reasons": Param(
        [],
        type="array",
        items={"type": "string", "minLength": 1},
        description="Only files refused for one of these reasons; none for all",
    ),
    "files": Param(
        "*",
        type="string",
        minLength=1,
        description="Only files whose name in raw looks like this, such as <dataset>/2025/*.csv",
    ),
    "only_look": Param(True, type="boolean", description="Say what would happen, and do nothing"),
}


@task
def replay(params: Any = None, dag_run: Any = None) -> list[str]:
    """Names of the copies."""
    s3, places = client("s3"), handover().places
    chosen = refused(s3, places, params["dataset"], params["reasons"], params["files"])
    if not chosen:
        raise AirflowSkipException("no refused file looks like that")
    stamp = f"{dag_run.run_after:%Y%m%dT%H%M%S}"
    copies = {file: target(file, places, stamp) for file in chosen}
    for file, to in copies.items():
        log.info("%s (%s: %s) -> %s", file.uri, file.reason, file.detail, to)
    if params["only_look"]:
        raise AirflowSkipException(f"{len(chosen)} files would be put back; nothing was changed")
    gone = [file.uri for file, to in copies.items() if not put_back(s3, places, file, to)]
    if gone:
        raise AirflowFailException(f"{len(gone)} files are no longer in quarantine, as {gone[0]}")
    log.info("%d files are put back; raw_ingest takes them within a minute", len(chosen))
    return list(copies.values())


with DAG(
    "quarantine_replay", schedule=None, params=PARAMS, **policy(__doc__, "lake", "manual", hours=2)
):
    replay()
