"""BEGIN, COMMIT, ROLLBACK, TRUNCATE and SET."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cloud.redshift import names, relations
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

# What may be set without an effect on one file.
SETTINGS = {
    "analyze_threshold_percent",
    "application_name",
    "enable_result_cache_for_session",
    "query_group",
    "statement_timeout",
    "wlm_query_slot_count",
}


def begin(session: Session, _: re.Match[str]) -> Answer:
    """A session is in a transaction from its beginning."""
    return Answer()


def commit(session: Session, _: re.Match[str]) -> Answer:
    """Shows others what was done so far."""
    session.commit()
    return Answer()


def rollback(session: Session, _: re.Match[str]) -> Answer:
    """Undoes what was done since the last commit."""
    session.rollback()
    return Answer()


def truncate(session: Session, wanted: re.Match[str]) -> Answer:
    """Empties a table; as in Redshift, this commits what was done before it, and itself."""
    relation = names.relation(wanted["name"])
    if not relations.table_exists(session, relation):
        raise SqlError(f'relation "{relation}" does not exist')
    session.commit()
    session.do(f"TRUNCATE {relation.sql}")
    session.commit()
    return Answer()


def nothing(session: Session, _: re.Match[str]) -> Answer:
    """ANALYZE has nothing to do here."""
    return Answer()


def setting(session: Session, wanted: re.Match[str]) -> Answer:
    """Takes settings from a list; they have no effect here."""
    if (name := wanted["name"].lower()) not in SETTINGS:
        raise SqlError(f"not simulated by the local warehouse: the setting {name}")
    return Answer()
