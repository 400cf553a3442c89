"""Runs statements in a database."""

from __future__ import annotations

from typing import Any

import pytest

from local_cloud.clients import Credentials
from local_cloud.redshift.engine import Warehouse
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.session import Session

USER = "owner"


class Sql:
    """A database, as a user sees it."""

    def __init__(self, warehouse: Warehouse, user: str = USER) -> None:
        self.warehouse, self.user = warehouse, user

    def as_user(self, name: str) -> Sql:
        """The same database, as another user sees it."""
        return Sql(self.warehouse, name)

    def __call__(self, *statements: str, **parameters: str) -> list[tuple[Any, ...]]:
        """Rows of the last one of some statements, which are one transaction."""
        return list(self.answer(*statements, **parameters).rows)

    def answer(self, *statements: str, **parameters: str) -> Answer:
        """What the last one came to."""
        with self.session() as session:
            session.in_block = len(statements) > 1
            for statement in statements:
                answer = session.run(statement, parameters)
        return answer

    def session(self) -> Session:
        """A session in which several calls can be made."""
        return Session(
            self.warehouse, self.user, _no_role, query_id=1, administrator=self.user == USER
        )

    def fails(self, *statements: str, **parameters: str) -> str:
        """The error of statements that have to fail."""
        with pytest.raises(SqlError) as failure:
            self(*statements, **parameters)
        return str(failure.value)


def _no_role(role_arn: str | None) -> Credentials:
    raise SqlError(f"no such role: {role_arn}")
