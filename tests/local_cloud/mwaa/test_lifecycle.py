"""What cannot be is refused with the reason; what is changed goes on; what is deleted is gone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from botocore.exceptions import ClientError

from local_cloud.cloud import running
from stacks.constructs.archive import ROOT
from tests.local_cloud.mwaa.bench import NAME, TRUST, Bench, document, settings_in, until

pytestmark = pytest.mark.slow

HELLO = """
    from airflow.sdk import dag, task

    @dag(schedule=None, is_paused_upon_creation=False)
    def hello():
        @task
        def say(): ...
        say()

    hello()
"""
REQUIREMENTS = """\
    --no-index
    --find-links /usr/local/airflow/plugins
    apache-airflow-providers-common-messaging
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(settings_in(tmp_path_factory.mktemp("cloud"))) as settings:
        bench = Bench(settings)
        bench.furnish()
        bench.put("dags/hello.py", HELLO)
        yield bench


def plugins() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for wheel in (ROOT / "build" / "wheels" / "mwaa").glob("*.whl"):
            archive.write(wheel, wheel.name)
    return packed.getvalue()


@pytest.mark.fact(
    "MWAA",
    "a failing install is only logged; here it fails the stack",
    source="github.com/aws/amazon-mwaa-docker-images, `user_requirements.py`",
    how="refused",
)
def test_a_missing_requirement_fails_the_stack_by_name(bench: Bench) -> None:
    version = bench.put("requirements.txt", "no-such-package==1.0\nboto3")
    properties = bench.properties(
        RequirementsS3Path="requirements.txt", RequirementsS3ObjectVersion=version
    )
    with pytest.raises(RuntimeError, match=r"would only log that.*no-such-package==1\.0"):
        bench.deploy(properties)
    assert bench.mwaa.list_environments()["Environments"] == []
    bench.remove_stack()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"StartupScriptS3Path": "startup.sh"}, "not supported by the local MWAA: StartupScript"),
        ({"AirflowVersion": "2.10.3"}, r"2\.10\.3 is not installed here, 3\.2\.1 is"),
        ({"AirflowConfigurationOptions": {"core.executor": "X"}}, r"set by MWAA itself.*executor"),
        ({"LoggingConfiguration": {"TaskLogs": {"Enabled": True, "LogLevel": "LOUD"}}}, "LOUD"),
    ],
)
def test_what_cannot_be_is_refused_at_once(
    bench: Bench, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ClientError, match=said):
        bench.mwaa.create_environment(**bench.properties(**changed))
    assert bench.mwaa.list_environments()["Environments"] == []


def test_a_role_without_rights_on_the_bucket_is_a_reason(bench: Bench) -> None:
    assert "AccessDenied" in _reason_with(bench, TRUST)


@pytest.mark.fact("MWAA", "the role trusts airflow and airflow-env", source="mwaa:mwaa-create-role")
def test_a_role_that_does_not_trust_mwaa_is_a_reason(bench: Bench) -> None:
    half = TRUST | {"Principal": {"Service": "airflow.amazonaws.com"}}
    assert _reason_with(bench, half).endswith("must trust airflow-env.amazonaws.com")


def _reason_with(bench: Bench, trust: dict[str, Any]) -> str:
    """Why there is no environment with a role that is trusted like this and may do nothing."""
    iam = bench.client("iam")
    role = iam.create_role(RoleName="poor", AssumeRolePolicyDocument=document(trust))["Role"]
    poor = {"Name": "poor", "ExecutionRoleArn": role["Arn"]}
    bench.mwaa.create_environment(**bench.properties(**poor))
    environment = bench.settled("poor")
    assert environment["Status"] == "CREATE_FAILED"
    bench.mwaa.delete_environment(Name="poor")
    until(lambda: not bench.mwaa.list_environments()["Environments"])
    iam.delete_role(RoleName="poor")
    return str(environment["LastUpdate"]["Error"]["ErrorMessage"])


def test_it_is_made_changed_and_deleted(bench: Bench) -> None:
    properties = bench.properties(
        PluginsS3Path="plugins.zip",
        PluginsS3ObjectVersion=bench.put("plugins.zip", plugins()),
        RequirementsS3Path="requirements.txt",
        RequirementsS3ObjectVersion=bench.put("requirements.txt", REQUIREMENTS),
    )
    bench.deploy(properties)
    port = int(bench.settled()["WebserverUrl"].rpartition(":")[2])
    bench.deploy(
        properties | {"AirflowConfigurationOptions": {"core.max_active_runs_per_dag": "3"}}
    )
    until(lambda: bench.ask("GET", "/dags")["dags"])
    assert bench.ask("GET", "/dags/hello/details")["max_active_runs"] == 3
    _refuses_a_change_that_cannot_be(bench)
    processes = bench.processes()
    assert len(processes) > 4
    bench.remove_stack()
    assert bench.processes() == []
    assert not any(process.is_running() for process in processes)
    listening = [c for c in psutil.net_connections("tcp") if c.status == "LISTEN"]
    assert port not in {c.laddr.port for c in listening}
    assert not (bench.settings.folder / "mwaa" / "airflow" / NAME).exists()


def _refuses_a_change_that_cannot_be(bench: Bench) -> None:
    """It goes on as it was."""
    version = bench.put("requirements.txt", "no-such-package")
    bench.mwaa.update_environment(Name=NAME, RequirementsS3ObjectVersion=version)
    environment = bench.settled()
    assert environment["Status"] == "UPDATE_FAILED"
    assert "no-such-package" in environment["LastUpdate"]["Error"]["ErrorMessage"]
    assert bench.ended(bench.trigger("hello")) == "success"
