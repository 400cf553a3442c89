"""What each kind of statement does. Whatever is not listed is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from local_cloud.redshift import relations
from local_cloud.redshift.commands import COMMANDS, READING
from local_cloud.redshift.dialect import parse, to_duckdb, with_names
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import named
from local_cloud.redshift.resolution import resolve
from local_cloud.redshift.text import Parameters, fill, parameter_names, single

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session


def execute(session: Session, sql: str, parameters: Parameters) -> Answer:
    """Runs one statement.

    Raises:
        SqlError: it failed, or is not simulated.
    """
    text = single(sql)
    for pattern, command in COMMANDS:
        if found := pattern.fullmatch(text):
            if parameter_names(text):
                raise SqlError("parameters are for SELECT, INSERT, UPDATE, DELETE and MERGE")
            if command not in READING:
                _refuse_others(session)
                session.write()
            return command(session, found)
    tree = fill(parse(text), parameters)
    for kinds, action in _ACTIONS:
        if isinstance(tree, kinds):
            return action(session, tree)
    raise SqlError(f"not simulated by the local warehouse: {' '.join(text.split()[:3])} ...")


def _refuse_others(session: Session) -> None:
    if not session.administrator:
        raise SqlError(
            f'not simulated by the local warehouse: a change by "{session.user}", who is not the '
            "administrator of the namespace"
        )


def _query(session: Session, tree: exp.Expr) -> Answer:
    sql = to_duckdb(resolve(session, with_names(tree)))
    return session.query(sql)


def _change(session: Session, tree: exp.Expr) -> Answer:
    _refuse_others(session)
    session.write()
    target = _target(session, tree)
    return Answer(number=session.do(to_duckdb(resolve(session, tree, target=target))))


def _target(session: Session, tree: exp.Expr) -> exp.Table:
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    if not isinstance(target, exp.Table):
        raise SqlError(f"not simulated by the local warehouse: {tree.key.upper()} of this form")
    relation = named(target)
    if relations.view_definition(session, relation) is not None:
        raise SqlError(f'cannot change a view: "{relation}"')
    if not relations.table_exists(session, relation):
        raise SqlError(f'relation "{relation}" does not exist')
    return target


_Kinds = type[Any] | tuple[type[Any], ...]
_ACTIONS: list[tuple[_Kinds, Callable[[Session, exp.Expr], Answer]]] = [
    (exp.Query, _query),
    ((exp.Insert, exp.Update, exp.Delete, exp.Merge), _change),
]
