"""Late-binding views: kept as text, and put in place of their name when a query runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from local_cloud.redshift import catalog, names, privileges, relations
from local_cloud.redshift.dialect import parse
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import Relation

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


def create(session: Session, wanted: re.Match[str]) -> Answer:
    """CREATE [OR REPLACE] VIEW name AS query WITH NO SCHEMA BINDING.

    Raises:
        SqlError: it is an ordinary view, or names relations without their schema.
    """
    if not wanted["late"]:
        raise SqlError(
            "not simulated by the local warehouse: a view that is bound; end it WITH NO SCHEMA "
            "BINDING"
        )
    view = names.relation(wanted["name"])
    known = relations.view_definition(session, view) is not None
    if relations.table_exists(session, view) or (known and not wanted["replace"]):
        raise SqlError(f'Relation "{view.name}" already exists')
    _check(session, view, parse(wanted["query"]))
    if known:
        _refuse_other_columns(session, view, wanted["query"])
        _forget(session, view)
    else:
        privileges.apply_defaults(session, view)
    session.rows(
        f"INSERT INTO {catalog.SCHEMA}.views VALUES (?, ?, ?, NULL)", [*view, wanted["query"]]
    )
    return Answer()


def _refuse_other_columns(session: Session, view: Relation, query: str) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html: same names, same order."""
    before, after = (
        _columns(text) for text in (str(relations.view_definition(session, view)), query)
    )
    if before != after:
        raise SqlError(
            f'cannot change the columns of view "{view.name}" by CREATE OR REPLACE VIEW: drop it '
            "and create it"
        )


def _columns(query: str) -> list[str]:
    parsed = parse(query)
    return parsed.named_selects if isinstance(parsed, exp.Query) else []


def change_schema(session: Session, old: str, new: str) -> None:
    """The views of a schema are in another one, with all that was granted on them."""
    for view in relations.views(session):
        if view.schema == old:
            privileges.rename(session, view, Relation(new, view.name))
    session.rows(
        f"UPDATE {catalog.SCHEMA}.views SET schema_name = ? WHERE schema_name = ?", [new, old]
    )


def drop(session: Session, view: Relation) -> None:
    """Forgets a view, and who may use it."""
    _forget(session, view)
    privileges.forget(session, view)


def _forget(session: Session, view: Relation) -> None:
    session.rows(
        f"DELETE FROM {catalog.SCHEMA}.views WHERE schema_name = ? AND view_name = ?", [*view]
    )


def _check(session: Session, view: Relation, query: exp.Expr) -> None:
    relations.check_schema(session, view.schema)
    if not isinstance(query, exp.Query):
        raise SqlError(f'a view is made of a query; "{view}" is not')
    inside = {cte.alias for cte in query.find_all(exp.CTE)}
    if any(not t.db and t.name not in inside for t in query.find_all(exp.Table)):
        raise SqlError(
            "All the relation names inside should be qualified when creating VIEW WITH NO SCHEMA "
            "BINDING"
        )
