"""Network, warehouse and Airflow: no way in from outside."""

from __future__ import annotations

import pytest

from config import environments
from tests.stacks.synthesised import Synthesised, environment


@pytest.fixture(scope="module", params=environments())
def env(request: pytest.FixtureRequest) -> Synthesised:
    return environment(request.param)


def test_there_is_no_way_to_the_internet_without_nat(env: Synthesised) -> None:
    assert not list(env.of_type("AWS::EC2::InternetGateway"))
    subnets = env.properties("AWS::EC2::Subnet")
    assert len({s["AvailabilityZone"] for s in subnets}) == 3
    assert not any(s["MapPublicIpOnLaunch"] for s in subnets)


def test_no_security_group_lets_everybody_in(env: Synthesised) -> None:
    rules = env.properties("AWS::EC2::SecurityGroupIngress")
    for group in env.properties("AWS::EC2::SecurityGroup"):
        rules += group.get("SecurityGroupIngress", [])
    assert rules
    assert not [r for r in rules if r.get("CidrIp") == "0.0.0.0/0" or "CidrIpv6" in r]


def test_all_traffic_is_logged(env: Synthesised) -> None:
    (log,) = env.properties("AWS::EC2::FlowLog")
    assert log["TrafficType"] == "ALL"


def test_the_warehouse_is_private_encrypted_logged_and_limited(env: Synthesised) -> None:
    (namespace,) = env.properties("AWS::RedshiftServerless::Namespace")
    (workgroup,) = env.properties("AWS::RedshiftServerless::Workgroup")
    assert workgroup["PubliclyAccessible"] is False
    assert workgroup["EnhancedVpcRouting"] is True
    assert len(workgroup["SubnetIds"]) == 3
    assert workgroup["BaseCapacity"] <= workgroup["MaxCapacity"]
    assert {"ParameterKey": "require_ssl", "ParameterValue": "true"} in workgroup[
        "ConfigParameters"
    ]
    assert namespace["ManageAdminPassword"] is True
    assert "AdminUserPassword" not in namespace
    assert namespace["KmsKeyId"]
    assert set(namespace["LogExports"]) == {"userlog", "connectionlog", "useractivitylog"}
    assert len(namespace["IamRoles"]) == 2


def test_airflow_is_private_logged_and_takes_files_by_version(env: Synthesised) -> None:
    (airflow,) = env.properties("AWS::MWAA::Environment")
    assert airflow["WebserverAccessMode"] == "PRIVATE_ONLY"
    assert len(airflow["NetworkConfiguration"]["SubnetIds"]) == 2
    logging = airflow["LoggingConfiguration"]
    assert len(logging) == 5
    assert all(log["Enabled"] for log in logging.values())
    assert airflow["KmsKey"]
    options = airflow["AirflowConfigurationOptions"]
    deferrable = "False" if airflow["Name"] == "edp-local-airflow" else "True"
    assert options == {"operators.default_deferrable": deferrable}
    for part in ("Plugins", "Requirements"):
        assert airflow[f"{part}S3ObjectVersion"]
        assert airflow[f"{part}S3Path"].startswith("airflow/")
