"""The Data API: statements are sent by whoever may, watched, paged, cancelled, and survive."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.redshift import metrics
from local_cloud.settings import Settings
from tests.local_cloud.redshift.shop import (
    DATABASE,
    ENDLESS,
    KEY,
    NAME,
    SECRET,
    Shop,
    make_role,
    open_shop,
    role_arn,
)
from tests.local_cloud.roles import allow

pytestmark = pytest.mark.slow
ANYBODY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
    ],
}
WATCH = allow(
    "redshift-data:DescribeStatement redshift-data:GetStatementResult "
    "redshift-data:CancelStatement redshift-data:ListStatements",
    "*",
)


TYPES = """select 1::bigint as n, 1.50::numeric(9, 2) as a, 'x' as s, true as b,
    date '2026-01-02' as d, timestamp '2026-01-02 03:04:05.5' as t,
    '2026-01-02 03:04:05+01'::timestamptz as z, 0.5::float8 as f, null as e"""


@pytest.fixture(scope="module")
def shop(cloud: Settings) -> Shop:
    return open_shop(cloud)


@pytest.fixture(scope="module")
def rights(shop: Shop) -> list[dict[str, Any]]:
    """What somebody needs to use the warehouse."""
    workgroup = shop.client("redshift-serverless").get_workgroup(workgroupName=NAME)["workgroup"]
    secret = shop.client("secretsmanager").describe_secret(SecretId=SECRET)["ARN"]
    key = shop.client("kms").describe_key(KeyId=KEY)["KeyMetadata"]["Arn"]
    send = "redshift-data:ExecuteStatement redshift-data:BatchExecuteStatement"
    return [
        WATCH,
        allow(send, workgroup["workgroupArn"]),
        allow("secretsmanager:GetSecretValue", secret),
        allow("kms:Decrypt", key),
    ]


def somebody(shop: Shop, *rights: dict[str, Any], session: str = "test", name: str = "") -> Shop:
    """The shop as a new role sees it, or as another session of one."""
    if not name:
        name = f"somebody-{uuid.uuid4().hex[:8]}"
        make_role(shop.settings, name, ANYBODY, *rights)
    answer = client("sts", settings=shop.settings).assume_role(
        RoleArn=role_arn(shop.settings, name), RoleSessionName=session
    )
    return Shop(shop.settings, answer["Credentials"])


def refusal(shop: Shop, *sqls: str, **more: Any) -> tuple[str, str]:
    """Code and words of a call that has to be refused."""
    with pytest.raises(ClientError) as error:
        shop.send(*sqls, **more)
    found = error.value.response["Error"]
    return found["Code"], found["Message"]


def test_a_statement_is_described_and_its_result_has_types(shop: Shop) -> None:
    number = shop.send(TYPES)
    done = shop.wait(number)
    assert (done["Status"], done["HasResultSet"], done["ResultRows"]) == ("FINISHED", True, 1)
    assert done["Duration"] > 0
    assert (done["DbUser"], done["Database"]) == ("owner", DATABASE)
    found = shop.client("redshift-data").get_statement_result(Id=number)
    assert [(c["name"], c["typeName"]) for c in found["ColumnMetadata"][:-1]] == [
        ("n", "int8"),
        ("a", "numeric"),
        ("s", "varchar"),
        ("b", "bool"),
        ("d", "date"),
        ("t", "timestamp"),
        ("z", "timestamptz"),
        ("f", "float8"),
    ]
    assert found["Records"] == [
        [
            {"longValue": 1},
            {"stringValue": "1.50"},
            {"stringValue": "x"},
            {"booleanValue": True},
            {"stringValue": "2026-01-02"},
            {"stringValue": "2026-01-02 03:04:05.5"},
            {"stringValue": "2026-01-02 02:04:05+00"},
            {"doubleValue": 0.5},
            {"isNull": True},
        ]
    ]


@pytest.mark.fact("Redshift Data API", "a batch is one transaction", source="rsm:data-api")
def test_a_batch_is_one_transaction_and_names_what_failed(shop: Shop) -> None:
    done = shop.run(
        "create table batch (n int)", "insert into batch values (1)", "select nope", "select 1"
    )
    assert done["Error"] == 'Query #3 failed with ERROR: column "nope" does not exist'
    parts = done["SubStatements"]
    assert [p["Status"] for p in parts] == ["FINISHED", "FINISHED", "FAILED", "ABORTED"]
    assert [p["Id"] for p in parts] == [f"{done['Id']}:{n}" for n in (1, 2, 3, 4)]
    assert parts[2]["Error"] == 'ERROR: column "nope" does not exist'
    failed = shop.run("select * from batch")
    assert failed["Error"] == 'ERROR: relation "batch" does not exist'


@pytest.mark.fact(
    "Redshift Data API",
    "a batch has 40 statements at most",
    source="docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html",
)
def test_a_batch_has_no_more_than_forty_statements(shop: Shop) -> None:
    code, words = refusal(shop, *["select 1"] * 41)
    assert (code, words) == ("ValidationException", "Sqls has 41 statements; 1 to 40 are allowed")
    assert shop.run(*["select 1"] * 40)["Status"] == "FINISHED"


@pytest.mark.fact("Redshift Data API", "a statement has 200 KB at most", source="rsm:data-api")
def test_a_statement_has_no_more_than_200_kilobytes(shop: Shop) -> None:
    _, words = refusal(shop, f"select '{'x' * 200_000}'")
    assert words == "a statement has 200009 bytes; 200000 are allowed"


def test_long_results_come_in_pages(shop: Shop) -> None:
    digits = " union all ".join(f"select {n} as n" for n in range(10))
    number = shop.send(
        "select a.n + 10 * b.n + 100 * c.n + 1000 * d.n as n from "
        f"({digits}) a, ({digits}) b, ({digits}) c, ({digits}) d "
        "where d.n < 3 order by 1"
    )
    shop.wait(number)
    pages = list(
        shop.client("redshift-data").get_paginator("get_statement_result").paginate(Id=number)
    )
    assert len(pages) > 1
    values = [row[0]["longValue"] for page in pages for row in page["Records"]]
    assert values == list(range(3000))


@pytest.mark.fact(
    "Redshift Data API", "the same client token is the same call", source="rsm:data-api"
)
def test_the_same_token_is_the_same_call(shop: Shop) -> None:
    first = shop.send("select 1", ClientToken="once")
    assert shop.send("select 1", ClientToken="once") == first
    assert shop.send("select 1") != first
    assert refusal(shop, "select 2", ClientToken="once")[0] == "ValidationException"


def test_parameters(shop: Shop) -> None:
    values = [{"name": "a", "value": "it's"}, {"name": "n", "value": "2"}]
    assert shop.rows("select :a || '!', 1 + :n::int", Parameters=values) == [["it's!", 3]]
    _, words = refusal(shop, "select :n, ':a'", Parameters=values)
    assert words == "Parameters list contains unused parameters. Unused parameters: [a]"


def test_a_statement_is_cancelled(shop: Shop) -> None:
    number = shop.send(ENDLESS)
    data = shop.client("redshift-data")
    assert data.cancel_statement(Id=number)["Status"]
    done = shop.wait(number)
    assert (done["Status"], done["Error"]) == (
        "ABORTED",
        "ERROR: Query cancelled on user's request",
    )
    with pytest.raises(data.exceptions.ValidationException, match="already in ABORTED state"):
        data.cancel_statement(Id=number)


def test_statements_are_listed(shop: Shop) -> None:
    number = shop.send("select 1", StatementName="nightly-load")
    shop.wait(number)
    found = shop.client("redshift-data").list_statements(StatementName="nightly", Status="FINISHED")
    assert [s["Id"] for s in found["Statements"]] == [number]


def test_who_has_the_rights_is_let_in_whatever_the_session(
    shop: Shop, rights: list[dict[str, Any]]
) -> None:
    name = f"loader-{uuid.uuid4().hex[:8]}"
    make_role(shop.settings, name, ANYBODY, *rights)
    number = somebody(shop, name=name, session="one").send("select current_user")
    other = somebody(shop, name=name, session="two")
    assert other.wait(number)["Status"] == "FINISHED"
    assert other.rows("select current_user") == [["owner"]]


@pytest.mark.fact(
    "Redshift Data API",
    "only its sender may describe, cancel or fetch a statement",
    source="rsm:data-api",
)
def test_a_statement_belongs_to_who_sent_it(shop: Shop, rights: list[dict[str, Any]]) -> None:
    number = shop.send("select 1")
    data = somebody(shop, *rights).client("redshift-data")
    for call in (data.describe_statement, data.get_statement_result, data.cancel_statement):
        with pytest.raises(data.exceptions.ResourceNotFoundException):
            call(Id=number)
    assert data.list_statements()["Statements"] == []


def test_sending_is_a_right_on_the_workgroup(shop: Shop, rights: list[dict[str, Any]]) -> None:
    watch, send, *secret = rights
    other = {**send, "Resource": [f"{send['Resource'][0][:-4]}0000"]}
    code, words = refusal(somebody(shop, watch, other, *secret), "select 1")
    assert code == "AccessDeniedException"
    assert f"redshift-data:ExecuteStatement on resource: {send['Resource'][0]}" in words


@pytest.mark.fact(
    "Redshift Data API",
    "secret and key have to be readable for the caller",
    source="rsm:data-api-access",
)
def test_secret_and_key_have_to_be_readable_for_the_caller(
    shop: Shop, rights: list[dict[str, Any]]
) -> None:
    watch, send, secret, key = rights
    _, words = refusal(somebody(shop, watch, send, key), "select 1")
    assert f"secretsmanager:GetSecretValue on resource: {secret['Resource'][0]}" in words
    _, words = refusal(somebody(shop, watch, send, secret), "select 1")
    assert f"kms:Decrypt on resource: {key['Resource'][0]}" in words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"Database": "other"}, 'database "other" does not exist'),
        ({"WorkgroupName": "no-such-one"}, "There is no workgroup named no-such-one"),
        ({"SecretArn": "nothing"}, "can't find the specified secret: nothing"),
        ({"SecretArn": "stranger"}, "is not that of the namespace"),
        ({"SecretArn": None}, 'the database user is "iam:root", whom'),
        ({"SessionKeepAliveSeconds": 5}, "not simulated by the local cloud"),
        ({"WithEvent": True}, "not simulated by the local cloud: WithEvent"),
    ],
)
@pytest.mark.fact(
    "Redshift Data API",
    "without a secret the caller is an IAM user of the database; here somebody makes it",
    source="rsm:data-api-access",
    how="simplified",
)
def test_calls_that_are_refused(shop: Shop, more: dict[str, Any], words: str) -> None:
    secrets = shop.client("secretsmanager")
    if more.get("SecretArn") == "stranger":
        secrets.create_secret(Name="stranger", SecretString="{}")
    call = {"WorkgroupName": NAME, "Database": DATABASE, "SecretArn": SECRET, "Sql": "select 1"}
    call = {name: value for name, value in (call | more).items() if value is not None}
    with pytest.raises(ClientError, match=words):
        shop.client("redshift-data").execute_statement(**call)


@pytest.mark.fact(
    "Redshift Data API",
    "the administrator's secret is the one that GetNamespace tells; a guessed name is not found",
    source="rsm:redshift-secrets-manager-integration",
)
def test_the_secret_is_the_one_that_the_namespace_tells(shop: Shop) -> None:
    found = shop.client("redshift-serverless").get_namespace(namespaceName=NAME)
    assert shop.rows("select 1", SecretArn=found["namespace"]["adminPasswordSecretArn"]) == [[1]]
    guessed = f"redshift!{NAME}-admin"
    with pytest.raises(ClientError, match=f"can't find the specified secret: {guessed}"):
        shop.send("select 1", SecretArn=guessed)


def test_what_is_not_simulated_is_refused(shop: Shop) -> None:
    data = shop.client("redshift-data")
    with pytest.raises(ClientError, match="not simulated by the local cloud: WaitTimeSeconds"):
        data.describe_statement(Id=shop.send("select 1"), WaitTimeSeconds=1)
    with pytest.raises(ClientError, match="not simulated by the local cloud: RoleLevel"):
        data.list_statements(RoleLevel=False)
    with pytest.raises(ClientError, match="not simulated by the local cloud: CreateSnapshot"):
        shop.client("redshift-serverless").create_snapshot(namespaceName=NAME, snapshotName="s")


def test_a_workgroup_at_work_reports_its_capacity(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.run("select 1")
    shop.settings.write(variables := {})
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    metrics.report()
    found = shop.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Redshift-Serverless",
        MetricName="ComputeCapacity",
        Period=60,
        Dimensions=[{"Name": "Workgroup", "Value": NAME}],
        Statistics=["Minimum"],
        StartTime=datetime.now(UTC) - timedelta(hours=1),
        EndTime=datetime.now(UTC),
    )
    assert {p["Minimum"] for p in found["Datapoints"]} == {128.0}
