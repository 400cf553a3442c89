"""An environment never outlives its cloud, and comes back with it."""

from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest

from local_cloud.cloud import start
from tests.local_cloud.mwaa.bench import Bench, settings_in, until
from tests.local_cloud.mwaa.test_lifecycle import HELLO

pytestmark = pytest.mark.slow


def test_it_ends_with_a_killed_cloud_and_comes_back_with_its_history(tmp_path: Path) -> None:
    bench = Bench(settings_in(tmp_path))
    cloud = start(bench.settings)
    try:
        bench.furnish()
        bench.put("dags/hello.py", HELLO)
        bench.mwaa.create_environment(**bench.properties())
        address = bench.settled()["WebserverUrl"]
        run = bench.trigger("hello")
        assert bench.ended(run) == "success"
        psutil.Process(json.loads((tmp_path / "running.json").read_text())["pid"]).kill()
        until(lambda: not bench.processes())
    finally:
        cloud.end()

    cloud = start(bench.settings)
    try:
        environment = bench.settled()
        assert (environment["Status"], environment["WebserverUrl"]) == ("AVAILABLE", address)
        assert bench.ask("GET", run)["state"] == "success"
        assert bench.ended(bench.trigger("hello")) == "success"
    finally:
        cloud.end()
    assert not bench.processes()
