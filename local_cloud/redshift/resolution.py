"""Names in a query: views, system views and external tables are put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from local_cloud.redshift import catalog, external, relations
from local_cloud.redshift.dialect import parse
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.external import ExternalSchema
from local_cloud.redshift.names import Relation, named
from local_cloud.redshift.reading import Reading

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

MAX_DEPTH = 32


class Known(NamedTuple):
    """What there is, when a statement begins."""

    tables: set[Relation]
    views: dict[Relation, str]
    schemas: dict[str, ExternalSchema]
    reading: Reading


def resolve(session: Session, tree: exp.Expr, target: exp.Table | None = None) -> exp.Expr:
    """A statement in which every name is one that DuckDB knows.

    Args:
        session: In which it runs.
        tree: The statement.
        target: The table it changes, if it is one that changes any.

    Raises:
        SqlError: a relation does not exist, or the user may not read it.
    """
    known = Known(
        relations.tables(session),
        relations.views(session),
        {schema.name: schema for schema in external.schemas(session)},
        Reading(session),
    )
    return _resolve(session, tree, known, target)


def _resolve(
    session: Session, tree: exp.Expr, known: Known, target: exp.Table | None, depth: int = 0
) -> exp.Expr:
    if depth > MAX_DEPTH:
        raise SqlError("infinite recursion detected in rules for relation")
    tree = tree.transform(lambda node: _function(session, node), copy=False)
    inside = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if table is target or isinstance(table.this, exp.Func):
            continue
        if table.db or table.name not in inside:
            place = _place(session, table, known, depth)
            if place is not table:
                table.replace(place)
    return tree


def _function(session: Session, node: exp.Expr) -> exp.Expr:
    if isinstance(node, (exp.CurrentUser, exp.SessionUser)):
        return exp.Literal.string(session.user)
    if isinstance(node, exp.Anonymous) and node.name.lower() == "pg_last_copy_count":
        return exp.Literal.number(session.last_copy_count)
    return node


def _place(session: Session, table: exp.Table, known: Known, depth: int) -> exp.Expr:
    if table.catalog and table.catalog != session.warehouse.database:
        raise SqlError(f'database "{table.catalog}" does not exist')
    relation = named(table)
    if place := _system_view(session, table, relation):
        return _instead(table, place)
    if not relations.is_temporary(session, relation):
        outside = relation.schema in known.schemas
        known.reading.check(relation, external=outside, inside_view=depth > 0)
    if (query := known.views.get(relation)) is not None:
        inside = _resolve(session, parse(query), known, None, depth + 1)
        assert isinstance(inside, exp.Query)
        return _instead(table, inside.subquery())
    if schema := known.schemas.get(relation.schema):
        return _instead(table, exp.table_(external.open_table(session, schema, relation)))
    if relation not in known.tables:
        name = str(relation) if table.db else relation.name
        raise SqlError(f'relation "{name}" does not exist')
    return table


def _system_view(session: Session, table: exp.Table, relation: Relation) -> exp.Table | None:
    if relation.schema not in catalog.SYSTEM_SCHEMAS and table.db:
        return None
    if relation.name in catalog.SYSTEM_VIEWS:
        return exp.table_(relation.name, db=catalog.SCHEMA)
    if relation.name == external.TABLES_VIEW:
        return exp.table_(external.list_tables(session))
    return None


def _instead(table: exp.Table, place: exp.Expr) -> exp.Expr:
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name))
    for name, value in {**table.args, "alias": alias}.items():
        if name not in ("this", "db", "catalog") and value:
            place.set(name, value)
    return place
