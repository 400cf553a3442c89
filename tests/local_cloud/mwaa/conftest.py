"""A cloud with all that an environment of Airflow needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local_cloud.cloud import running
from tests.local_cloud.mwaa.bench import Bench, settings_in


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(settings_in(tmp_path_factory.mktemp("cloud"))) as settings:
        bench = Bench(settings)
        bench.furnish()
        yield bench
