"""The operator on Airflow 3.2.1, against runs of Glue in a local cloud."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from local_cloud.clients import variables
from local_cloud.cloud import running
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.shop import BUCKET, Shop
from tests.mwaa_dags.deployed import PYTHON, deliver, surroundings

pytestmark = pytest.mark.slow

TAKES = """
    import boto3, time

    s3 = boto3.client("s3")
    found = s3.list_objects_v2(Bucket="shop", Prefix="in/").get("Contents", [])
    time.sleep(2)
    for name in (o["Key"].partition("/")[2] for o in found):
        s3.put_object(Bucket="shop", Key=f"out/{name}", Body=b"")
"""


class Worker:
    """A process of Airflow that executes one task at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def execute(self, job: str, *, wait: str = "here", again: bool = True, attempt: int = 1) -> str:
        """How it ended."""
        order = {"job": job, "wait": wait, "again": again, "attempt": attempt}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("ENDED "):
                return line.removeprefix("ENDED ").strip()
        raise AssertionError(f"the worker ended with {self._process.wait()}")


class Bench:
    """Jobs in a cloud, and workers beside it."""

    def __init__(self, shop: Shop, workers: list[Worker]) -> None:
        self.shop, self.workers = shop, workers
        self.execute = workers[0].execute

    def runs(self, job: str) -> list[dict[str, Any]]:
        """All runs of a job."""
        found: list[dict[str, Any]] = self.shop.glue.get_job_runs(JobName=job)["JobRuns"]
        return found

    def put(self, name: str) -> None:
        self.shop.put(f"in/{name}", "x")

    def left(self) -> list[str]:
        """What is due still."""
        listed = self.shop.s3.list_objects_v2(Bucket=BUCKET)["Contents"]
        keys = {o["Key"] for o in listed}
        return [k for k in keys if k.startswith("in/") and f"out/{k[3:]}" not in keys]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    with running(settings_of(folder / "cloud")) as settings:
        shop = Shop(settings)
        shop.open()
        dags = deliver("local", folder / "dags")
        with workers(3, dags, folder / "home", variables(settings)) as found:
            yield Bench(shop, found)


@contextmanager
def workers(n: int, dags: Path, home: Path, own: dict[str, str]) -> Iterator[list[Worker]]:
    command = [str(PYTHON), str(Path(__file__).with_name("drive.py")), str(dags)]
    processes = [
        subprocess.Popen(
            command,
            env=surroundings(home / str(number), own),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(n)
    ]
    try:
        yield [Worker(p) for p in processes]
    finally:
        for process in processes:
            process.communicate()


def test_it_is_skipped_when_nothing_is_due(bench: Bench) -> None:
    bench.shop.job("idle", TAKES)
    assert bench.execute("idle") == "skipped: idle: nothing is due"
    assert bench.runs("idle") == []


@pytest.mark.parametrize(("wait", "times"), [("here", 0), ("elsewhere", 1)])
def test_it_runs_once_for_what_is_due(bench: Bench, wait: str, times: int) -> None:
    bench.shop.job(f"once-{wait}", TAKES)
    bench.put(f"once-{wait}")
    ended = bench.execute(f"once-{wait}", wait=wait)
    assert ended == f"done, waited elsewhere {times} times"
    assert [r["JobRunState"] for r in bench.runs(f"once-{wait}")] == ["SUCCEEDED"]
    assert bench.left() == []


def test_a_burst_is_taken_by_runs_that_never_overlap(bench: Bench) -> None:
    """Three wake-ups at once, and files that arrive while the first run is on."""
    bench.shop.job("burst", TAKES)
    bench.put("burst-0")
    with ThreadPoolExecutor(3) as pool:
        waits = ("here", "elsewhere", "here")
        ends = [
            pool.submit(worker.execute, "burst", wait=wait)
            for worker, wait in zip(bench.workers, waits, strict=True)
        ]
        while not bench.runs("burst"):
            pass
        for number in range(1, 50):
            bench.put(f"burst-{number}")
        ended = [end.result() for end in ends]
    assert all(e.startswith(("done", "skipped")) for e in ended), ended
    assert bench.left() == []
    runs = sorted(bench.runs("burst"), key=lambda r: r["StartedOn"])
    assert {r["JobRunState"] for r in runs} == {"SUCCEEDED"}
    assert len(runs) <= 3
    for one, following in itertools.pairwise(runs):
        assert one["CompletedOn"] <= following["StartedOn"]


def test_a_run_that_an_earlier_try_had_started_is_news_all_the_same(bench: Bench) -> None:
    bench.shop.job("again", TAKES)
    bench.put("again")
    bench.shop.wait("again", bench.shop.start("again"))
    assert bench.execute("again").startswith("skipped")
    assert bench.execute("again", attempt=2).startswith("done")
    assert len(bench.runs("again")) == 1


def test_a_run_that_is_on_is_waited_for(bench: Bench) -> None:
    bench.shop.job("slow", TAKES.replace("sleep(2)", "sleep(5)"))
    bench.put("slow")
    run = bench.shop.start("slow")
    assert bench.execute("slow").startswith("done")
    assert [r["Id"] for r in bench.runs("slow")] == [run]


@pytest.mark.parametrize("wait", ["here", "elsewhere"])
def test_a_run_that_did_all_it_could_and_fails_is_not_tried_again(bench: Bench, wait: str) -> None:
    name = f"in-part-{wait}"
    bench.shop.job(name, TAKES + "\n    raise SystemExit('JobFailed: users is held back')")
    bench.put(name)
    ended = bench.execute(name, wait=wait)
    assert ended.startswith(f"AirflowFailException: {name}: run jr_")
    assert "users is held back" in ended
    assert bench.left() == []


def test_a_run_that_fails_fails_the_task_with_the_reason(bench: Bench) -> None:
    bench.shop.job("fails", "import sys\nsys.exit('JobFailed: the sums are off by one')")
    bench.put("fails")
    ended = bench.execute("fails")
    assert ended.startswith("AirflowException: fails: run jr_")
    assert "ended as FAILED" in ended
    assert "the sums are off by one" in ended


def test_a_run_that_changes_nothing_is_not_repeated_for_ever(bench: Bench) -> None:
    bench.shop.job("blind", "print('looks away')")
    bench.put("blind")
    ended = bench.execute("blind")
    assert "succeeded; still due: left: blind, fails" in ended
    assert len(bench.runs("blind")) == 1
    # By hand it runs once, whatever is due.
    assert bench.execute("blind", again=False).startswith("done")
    assert len(bench.runs("blind")) == 2
