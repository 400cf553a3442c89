"""The whole platform in a local cloud: files arrive, figures come out, whatever happens.

One story: what a test brings about, those behind it build on. The files of one answer key arrive
bit by bit, between refusals and kills, and at the end all is as if nothing had happened.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edp.cloud.arrivals import files
from edp.cloud.check import check
from edp.cloud.data_api import query
from edp.cloud.environment import NAME, Environment
from edp.cloud.permissions import permissions
from edp.cloud.runs import airflow, dag_runs
from edp.cloud.warehouse import loaded
from edp.score import score
from generator import generate
from lake_protocol.raw_names import is_unfinished
from local_cloud import cloud
from local_cloud.cdk import Cdk
from local_cloud.inventory import added, inventory
from tests.e2e.platform_cloud import Platform, wait

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STACKS = 9
BURST, FEW = 50, 4
SECONDS_UNTIL_TAKEN = 60


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "raw"
    generate(2_000, 11, 1.0, folder, workers=1)
    return folder


@pytest.fixture(scope="module")
def groups(raw: Path) -> Iterator[list[Path]]:
    """The files, in five groups: most of them at first, and all that nobody is to take."""
    everything = files(raw)
    unfinished = [file for file in everything if is_unfinished(file.name)]
    found = [file for file in everything if file not in unfinished]
    random.Random(1).shuffle(found)
    few = [found[n : n + FEW] for n in range(0, 3 * FEW, FEW)]
    burst, most = found[3 * FEW : 3 * FEW + BURST], found[3 * FEW + BURST :] + unfinished
    return iter([most, burst, *few])


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as far as the stacks need it, to be edited."""
    folder = tmp_path_factory.mktemp("source")
    for path in ROOT.iterdir():
        if path.name in ("cdk_app.py", "cdk.json"):
            shutil.copy(path, folder)
        elif path.name in ("glue_scripts", "mwaa_dags"):
            shutil.copytree(path, folder / path.name)
        elif not path.name.startswith(".") or path.name == ".venv":
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Iterator[Platform]:
    with Platform.running(tmp_path_factory.mktemp("platform"), source) as platform:
        yield platform


@pytest.fixture(scope="module")
def empty(platform: Platform) -> dict[str, set[str]]:
    """What there is before anything is deployed."""
    platform.cdk.bootstrap()
    return inventory(platform.settings)


def test_one_deployment_brings_all_stacks_up(
    platform: Platform, empty: dict[str, set[str]]
) -> None:
    assert len(re.findall("✅  edp-local-", platform.cdk.deploy())) == STACKS


def test_files_that_arrive_come_all_the_way(
    platform: Platform, raw: Path, groups: Iterator[list[Path]]
) -> None:
    platform.put(raw, next(groups))
    platform.wait_until_loaded()
    assert loaded(platform.environment) >= 1


def test_in_a_burst_with_doubled_and_shuffled_messages_each_file_is_taken_once(
    platform: Platform, raw: Path, groups: Iterator[list[Path]]
) -> None:
    burst = next(groups)
    assert len(burst) == BURST
    platform.put(raw, burst)
    arrived = time.monotonic()
    send_again(platform, burst)
    names = {f.relative_to(raw).as_posix() for f in burst}
    wait(lambda: names <= set(platform.taken()))
    assert time.monotonic() - arrived < SECONDS_UNTIL_TAKEN
    platform.wait_until_loaded()
    assert set(Counter(platform.taken()).values()) == {1}


def send_again(platform: Platform, burst: list[Path]) -> None:
    """Messages about files that came long ago, in any order."""
    url = platform.environment.handover["queue"]["url"]
    bodies = [json.dumps({"detail": {"object": {"key": f"raw/{f.name}"}}}) for f in burst * 2]
    random.Random(2).shuffle(bodies)
    for body in bodies:
        platform.environment.client("sqs").send_message(QueueUrl=url, MessageBody=body)


def test_nothing_differs_from_what_was_deployed(platform: Platform) -> None:
    assert "Number of stacks with differences: 0" in platform.cdk.diff()
    assert platform.cdk.deploy().count("(no changes)") == STACKS


def test_without_one_right_a_run_fails_and_readers_keep_what_they_had(
    platform: Platform, raw: Path, groups: Iterator[list[Path]]
) -> None:
    before = loaded(platform.environment)
    role, name, policy = without(platform, "silver-to-gold", "s3:PutObject", "gold/*")
    failed = len([r for r in platform.dags("medallion_build") if r.state == "failed"])
    platform.put(raw, next(groups))
    wait(lambda: any(r.state == "FAILED" for r in platform.jobs("silver_to_gold")))
    error = next(r.error for r in platform.jobs("silver_to_gold") if r.state == "FAILED")
    assert "AccessDenied" in error
    assert "s3:PutObject" in error
    wait(lambda: len([r for r in platform.dags("medallion_build") if r.state == "failed"]) > failed)
    for alarm in ("silver-to-gold-failed", "dag-failed"):
        wait(lambda alarm=alarm: state(platform, alarm) == "ALARM", 60)
    assert loaded(platform.environment) == before
    ((rows,),) = query(platform.environment, "select count(*) from bi.daily_revenue").rows
    assert rows > 0
    platform.environment.client("iam").put_role_policy(
        RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy)
    )


def without(platform: Platform, role: str, action: str, ending: str) -> tuple[str, str, Any]:
    """Takes one action on one zone away from a role; returns what it had."""
    iam, role = platform.environment.client("iam"), platform.environment.names.of(role)
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    less = json.loads(json.dumps(policy))
    for statement in less["Statement"]:
        if action in statement["Action"] and str(statement["Resource"]).endswith(ending):
            statement["Action"].remove(action)
    assert less != policy
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(less))
    return role, name, policy


def state(platform: Platform, alarm: str) -> str:
    """The state of an alarm."""
    name = platform.environment.names.of(alarm)
    (found,) = platform.environment.client("cloudwatch").describe_alarms(AlarmNames=[name])[
        "MetricAlarms"
    ]
    return str(found["StateValue"])


def test_a_killed_job_and_a_killed_scheduler_are_made_up_for(
    platform: Platform, raw: Path, groups: Iterator[list[Path]]
) -> None:
    platform.put(raw, next(groups))
    wait(lambda: platform.jobs("raw_to_bronze")[-1].state == "RUNNING")
    platform.kill_job()
    platform.kill_scheduler()
    platform.wait_until_loaded()


def test_a_killed_cloud_goes_on_where_it_was(
    platform: Platform, raw: Path, groups: Iterator[list[Path]]
) -> None:
    platform.put(raw, next(groups))
    wait(lambda: platform.jobs("bronze_to_silver")[-1].state == "RUNNING")
    before, address = past(platform), web_server(platform)
    platform.kill()
    cloud.start_detached(platform.settings)
    platform.wait_until_loaded()
    assert before <= past(platform)
    assert web_server(platform) == address


def past(platform: Platform) -> set[tuple[str, str]]:
    """Runs of DAGs that are over."""
    runs = dag_runs(platform.environment)
    return {(run.id, run.state) for run in runs if run.state in ("success", "failed")}


def web_server(platform: Platform) -> str:
    """Where Airflow is found."""
    name = platform.environment.names.of("airflow")
    found = platform.environment.client("mwaa").get_environment(Name=name)["Environment"]
    return str(found["WebserverUrl"])


def test_after_all_this_lake_and_warehouse_are_what_the_answer_key_says(
    platform: Platform, raw: Path, groups: Iterator[list[Path]]
) -> None:
    assert next(groups, None) is None
    assert set(Counter(platform.taken()).values()) == {1}
    found = [*score(raw, platform.environment.lake).comparisons, *check(platform.environment, raw)]
    assert [c.name for c in found if not c.ok] == []


def test_nobody_was_refused_but_whom_we_took_a_right_from(platform: Platform) -> None:
    denied = {
        (role["role"], call["action"])
        for role in permissions(platform.environment)
        for call in role["denied"]
    }
    assert denied == {(platform.environment.names.of("silver-to-gold"), "s3:PutObject")}


def test_changed_code_runs_after_a_quick_delivery(platform: Platform, source: Path) -> None:
    """As docs/operations/deploy.md says under "Quickly, while developing"."""
    before = loaded(platform.environment)
    with (source / "glue_scripts/lakehouse/dedupe/fates.py").open("a") as file:
        file.write("# edited\n")
    cdk = Cdk(settings=platform.settings, app=source, context={"env": NAME})
    said = cdk.deploy(platform.environment.names.of("handover"), hotswap=True)
    # Code and DAGs; not the wheels, which take most of the time.
    assert said.count("hotswapped!") == 2
    told = Environment(platform.settings).handover["jobs"]["bronze_to_silver"]["arguments"]
    code = told["--code-hash"]
    wait(lambda: platform.airflow_knows(code))
    airflow(platform.environment, "/dags/medallion_build/dagRuns", "POST", logical_date=None)
    wait(lambda: loaded(platform.environment) > before)
    assert platform.report("bronze_to_silver")["code_hash"] == code
    assert code in str(platform.jobs("bronze_to_silver")[-1].arguments)


def test_destroyed_nothing_is_left(platform: Platform, empty: dict[str, set[str]]) -> None:
    platform.cdk.destroy()
    assert added(empty, inventory(platform.settings)) == {}
    cloud.stop(platform.settings.folder)
    assert platform.processes() == []
    shutil.rmtree(platform.settings.folder)
