"""The warehouse as a resource: it is changed in place, outlives a killed cloud, leaves nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import psutil
import pytest

from local_cloud.clients import ROOT
from local_cloud.cloud import running, start_detached, stop
from local_cloud.redshift.engine import Warehouse
from local_cloud.settings import Settings
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.redshift.shop import (
    DATABASE,
    ENDLESS,
    NAME,
    Shop,
    deploy,
    open_shop,
    role_arn,
)
from tests.local_cloud.redshift.sql import Sql

pytestmark = pytest.mark.slow


def test_it_changes_in_place_and_leaves_nothing(tmp_path: Path) -> None:
    with running(settings_of(tmp_path)) as settings:
        shop = open_shop(settings)
        with_tls = {"ParameterKey": "require_ssl", "ParameterValue": "true"}
        outputs = deploy(
            settings, [role_arn(settings, "copy")], BaseCapacity="16", ConfigParameters=[with_tls]
        )
        control = shop.client("redshift-serverless")
        workgroup = control.get_workgroup(workgroupName=NAME)["workgroup"]
        assert (workgroup["baseCapacity"], workgroup["workgroupArn"]) == (16, outputs["Arn"])
        assert workgroup["configParameters"] == [
            {"parameterKey": "require_ssl", "parameterValue": "true"}
        ]
        assert outputs["Address"] == workgroup["endpoint"]["address"]
        namespace = control.get_namespace(namespaceName=NAME)["namespace"]
        assert namespace["iamRoles"] == [role_arn(settings, "copy")]
        shop.run("create table t (a int)")
        formation = shop.client("cloudformation")
        formation.delete_stack(StackName=NAME)
        formation.get_waiter("stack_delete_complete").wait(
            StackName=NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
        )
        assert control.list_workgroups()["workgroups"] == []
        assert control.list_namespaces()["namespaces"] == []
        assert shop.client("secretsmanager").list_secrets()["SecretList"] == []
        assert list((tmp_path / "redshift" / "databases").iterdir()) == []


def test_what_was_committed_outlives_a_killed_cloud(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    start_detached(settings)
    try:
        shop = open_shop(settings)
        shop.run("create table kept as select 1 as n")
        done = shop.run("insert into kept select 2")
        running = shop.send("insert into kept select 3", ENDLESS)
        _wait_until_started(shop, running)
        _kill(settings)
        start_detached(settings)
        again = Shop(settings, ROOT)
        assert again.wait(done["Id"])["Status"] == "FINISHED"
        left = again.wait(running)
        assert left["Status"] == "FAILED"
        assert left["Error"] == "ERROR: the warehouse was stopped while this ran"
        control = again.client("redshift-serverless")
        assert control.get_workgroup(workgroupName=NAME)["workgroup"]["namespaceName"] == NAME
    finally:
        stop(settings.folder)
    warehouse = Warehouse(tmp_path / "redshift" / "databases" / f"{NAME}.duckdb", DATABASE)
    assert Sql(warehouse)("select n from kept order by n") == [(1,), (2,)]
    warehouse.close()


def _wait_until_started(shop: Shop, number: str) -> None:
    until = time.monotonic() + 20
    data = shop.client("redshift-data")
    while data.describe_statement(Id=number)["SubStatements"][1]["Status"] != "STARTED":
        assert time.monotonic() < until
        time.sleep(0.05)


def _kill(settings: Settings) -> None:
    note = json.loads((settings.folder / "running.json").read_text(encoding="utf-8"))
    process = psutil.Process(note["pid"])
    process.kill()
    process.wait(20)
