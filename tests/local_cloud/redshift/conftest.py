"""A database of its own for each test, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cloud.redshift.engine import Warehouse
from tests.local_cloud.redshift.sql import Sql


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """An empty database."""
    found = Warehouse(tmp_path / "warehouse.duckdb", "shop")
    yield found
    found.close()


@pytest.fixture
def sql(warehouse: Warehouse) -> Sql:
    """Runs statements in it."""
    return Sql(warehouse)
