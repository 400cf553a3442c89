"""A cloud of its own for each module of tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cloud.cloud import free_port, running
from local_cloud.settings import Settings
from tests.local_cloud.shop import Shop


def settings_of(folder: Path) -> Settings:
    """Settings of a cloud below a folder, on a port that is free."""
    python = Path(sys.executable)
    return Settings(
        folder=folder,
        port=free_port(),
        account="123456789012",
        region="eu-central-1",
        glue_python=python,
        airflow_python=python,
    )


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A running cloud."""
    with running(settings_of(tmp_path_factory.mktemp("cloud"))) as settings:
        yield settings


@pytest.fixture(scope="module")
def shop(cloud: Settings) -> Shop:
    """A user of the cloud, with a bucket and a role for Glue jobs."""
    shop = Shop(cloud)
    shop.open()
    return shop
