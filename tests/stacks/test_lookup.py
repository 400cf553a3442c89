"""The function that asks AWS while deploying, against a web server that plays S3 and Redshift."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from stacks.functions.lookup import handler


class _Server(BaseHTTPRequestHandler):
    answers: list[dict[str, Any]]

    def do_HEAD(self) -> None:
        found = self.path == "/code/airflow/plugins.zip"
        self.send_response(200 if found else 404)
        self.send_header("x-amz-version-id", "v7")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        namespace = {"adminPasswordSecretArn": f"arn:{asked['namespaceName']}"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"namespace": namespace}).encode())

    def do_PUT(self) -> None:
        length = int(self.headers["Content-Length"])
        self.answers.append(json.loads(self.rfile.read(length)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    _Server.answers = []
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    for name, value in {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_S3_ADDRESSING_STYLE": "path",
    }.items():
        monkeypatch.setenv(name, value)
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


def _ask(url: str, kind: str, **asked: str) -> dict[str, Any]:
    handler(
        {
            "RequestType": kind,
            "ResponseURL": f"{url}/answer",
            "StackId": "s",
            "RequestId": "r",
            "LogicalResourceId": "Plugins",
            "ResourceProperties": asked,
        },
        None,
    )
    (answer,) = _Server.answers
    return answer


def test_the_newest_version_is_told(aws: str) -> None:
    answer = _ask(aws, "Create", Fact="ObjectVersion", Bucket="code", Key="airflow/plugins.zip")
    assert answer["Status"] == "SUCCESS"
    assert answer["Data"] == {"VersionId": "v7"}


def test_a_missing_object_fails_the_deployment_with_its_reason(aws: str) -> None:
    answer = _ask(aws, "Update", Fact="ObjectVersion", Bucket="code", Key="airflow/other.zip")
    assert answer["Status"] == "FAILED"
    assert "404" in answer["Reason"]


def test_nothing_is_asked_when_it_goes(aws: str) -> None:
    assert (
        _ask(aws, "Delete", Fact="ObjectVersion", Bucket="code", Key="airflow/other.zip")["Status"]
        == "SUCCESS"
    )


def test_the_secret_of_the_warehouse_is_told(aws: str) -> None:
    answer = _ask(aws, "Create", Fact="WarehouseSecret", Namespace="shop", NamespaceId="1")
    assert answer["Data"] == {"SecretArn": "arn:shop"}
