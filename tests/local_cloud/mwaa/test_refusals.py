"""What cannot be is refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_cloud.mwaa.bench import TRUST, Bench, document, until

pytestmark = pytest.mark.slow


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
