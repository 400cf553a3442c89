"""The operator on Airflow 3.2.1, against runs of Glue in a local cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local_cloud.clients import variables
from local_cloud.cloud import running
from local_cloud.settings import Settings
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.shop import BUCKET, Shop
from tests.mwaa_dags.deployed import deliver, run_airflow

pytestmark = pytest.mark.slow

TAKES = """
    import boto3, time

    s3 = boto3.client("s3")
    found = s3.list_objects_v2(Bucket="shop", Prefix="in/").get("Contents", [])
    run = str(time.time())
    time.sleep(2)
    for name in (o["Key"].partition("/")[2] for o in found):
        # Twice is one too many: the second one fails.
        s3.put_object(Bucket="shop", Key=f"out/{name}", Body=run.encode())
    s3.put_object(Bucket="shop", Key=f"out/runs/{run}-{time.time()}", Body=b"")
"""


class Bench:
    """A folder of DAGs that knows jobs of the cloud."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.shop, self._settings, self._folder = Shop(settings), settings, folder
        self.shop.open()

    def execute(
        self, job: str, wait: str = "here", again: str = "repeat", n: int = 0, attempt: int = 1
    ) -> str:
        """Executes the operator; how it ended."""
        folder = deliver("local", self._folder / f"{job}-{n}")
        told = json.loads((folder / "handover.json").read_text())
        told["jobs"]["raw_to_bronze"] |= {"name": job, "arguments": {}}
        (folder / "handover.json").write_text(json.dumps(told))
        ran = run_airflow(
            Path(__file__).with_name("drive.py"), str(folder), wait, again, str(attempt),
            home=self._folder / f"home-{n}", **variables(self._settings),
        )  # fmt: skip
        assert "ENDED" in ran.stdout, ran.stderr[-3000:]
        return ran.stdout.partition("ENDED ")[2].strip()

    def runs(self, job: str) -> list[dict[str, object]]:
        """All runs of a job."""
        found: list[dict[str, object]] = self.shop.glue.get_job_runs(JobName=job)["JobRuns"]
        return found

    def put(self, name: str) -> None:
        self.shop.put(f"in/{name}", "x")

    def left(self) -> list[str]:
        """Whether anything is due still."""
        listed = self.shop.s3.list_objects_v2(Bucket=BUCKET)["Contents"]
        keys = {o["Key"] for o in listed}
        return [k for k in keys if k.startswith("in/") and f"out/{k[3:]}" not in keys]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(settings_of(tmp_path_factory.mktemp("cloud"))) as settings:
        yield Bench(settings, tmp_path_factory.mktemp("bench"))


def test_it_is_skipped_when_nothing_is_due(bench: Bench) -> None:
    bench.shop.job("idle", TAKES)
    assert bench.execute("idle") == "skipped: idle: nothing is due"
    assert bench.runs("idle") == []


@pytest.mark.parametrize("wait", ["here", "deferrable"])
def test_it_runs_once_for_what_is_due(bench: Bench, wait: str) -> None:
    bench.shop.job(f"once-{wait}", TAKES)
    bench.put(f"once-{wait}")
    times = 1 if wait == "deferrable" else 0
    assert bench.execute(f"once-{wait}", wait) == f"done, waited elsewhere {times} times"
    assert [r["JobRunState"] for r in bench.runs(f"once-{wait}")] == ["SUCCEEDED"]
    assert bench.left() == []


def test_a_burst_is_taken_by_runs_that_never_overlap(bench: Bench) -> None:
    """Three wake-ups at once, and files that arrive while the first run is on."""
    bench.shop.job("burst", TAKES)
    bench.put("burst-0")
    with ThreadPoolExecutor(3) as pool:
        waits = ["here", "deferrable", "here"]
        ends = [pool.submit(bench.execute, "burst", w, n=n) for n, w in enumerate(waits)]
        while not bench.runs("burst"):
            pass
        for number in range(1, 50):
            bench.put(f"burst-{number}")
        ended = [e.result() for e in ends]
    assert all(e.startswith(("done", "skipped")) for e in ended), ended
    assert bench.left() == []
    assert {r["JobRunState"] for r in bench.runs("burst")} == {"SUCCEEDED"}
    assert len(bench.runs("burst")) <= 3


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
    assert bench.execute("blind", again="once", n=1).startswith("done")
    assert len(bench.runs("blind")) == 2


def test_a_run_that_an_earlier_try_had_started_is_news_all_the_same(bench: Bench) -> None:
    bench.shop.job("again", TAKES)
    bench.put("again")
    bench.shop.wait("again", bench.shop.start("again"))
    assert bench.execute("again", n=0).startswith("skipped")
    assert bench.execute("again", n=1, attempt=2).startswith("done")
    assert len(bench.runs("again")) == 1


def test_a_run_that_is_on_is_waited_for(bench: Bench) -> None:
    bench.shop.job("slow", TAKES.replace("sleep(2)", "sleep(20)"))
    bench.put("slow")
    run = bench.shop.start("slow")
    assert bench.execute("slow").startswith("done")
    assert [r["Id"] for r in bench.runs("slow")] == [run]
