"""The service `airflow`: what AWS's clients call `mwaa`."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from local_cloud.clients import client
from local_cloud.extension import Answer, Properties
from local_cloud.mwaa import api, catalog, environments
from local_cloud.mwaa.catalog import UnknownError
from local_cloud.mwaa.description import arn, describe, host
from local_cloud.mwaa.properties import InvalidError
from local_cloud.records import Record

# Name of the environment and body of the request -> body of the answer.
Operation = Callable[[str, Properties], Properties]


class AirflowError(Exception):
    """Airflow answered InvokeRestApi with an error."""

    def __init__(self, reply: api.Reply) -> None:
        """Hands on what it answered."""
        super().__init__(f"status {reply.status}")
        self.reply = reply


async def handle(
    method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
) -> Answer:
    """Answers a request; each runs in a thread."""
    return await asyncio.to_thread(_answer, method, path, body)


def _answer(method: str, path: str, body: bytes) -> Answer:
    try:
        operation, name = _operation(method, path)
        return _json(200, operation(name, json.loads(body or b"{}")))
    except UnknownError as error:
        return _error(404, "ResourceNotFoundException", message=str(error))
    except (InvalidError, ValueError) as error:
        return _error(400, "ValidationException", message=str(error))
    except AirflowError as error:
        code = "RestApiClientException" if error.reply.status < 500 else "RestApiServerException"
        return _error(400, code, **_reply(error.reply))
    except OSError as error:
        return _error(500, "InternalServerException", message=f"Airflow does not answer: {error}")


def _operation(method: str, path: str) -> tuple[Operation, str]:
    for (wanted, pattern), operation in OPERATIONS.items():
        if wanted == method and (found := re.fullmatch(pattern, path.rstrip("/"))):
            return operation, unquote("".join(found.groups()))
    raise InvalidError(f"the local MWAA does not know {method} {path}")


def _create(name: str, body: Properties) -> Properties:
    environments.create(body | {"Name": name})
    return {"Arn": arn(name)}


def _update(name: str, body: Properties) -> Properties:
    environments.update(name, body)
    return {"Arn": arn(name)}


def _delete(name: str, _: Properties) -> Properties:
    environments.delete(name)
    return {}


def _get(name: str, _: Properties) -> Properties:
    return {"Environment": describe(catalog.find(name))}


def _list(_: str, __: Properties) -> Properties:
    return {"Environments": list(catalog.records)}


def _web_token(name: str, _: Properties) -> Properties:
    record = _available(name)
    who = {"IamIdentity": record["Properties"]["ExecutionRoleArn"], "AirflowIdentity": "Anonymous"}
    return {"WebToken": api.token(record["Port"]), "WebServerHostname": host(record)} | who


def _cli_token(name: str, _: Properties) -> Properties:
    record = _available(name)
    return {"CliToken": api.token(record["Port"]), "WebServerHostname": host(record)}


def _invoke(name: str, body: Properties) -> Properties:
    port = _available(name)["Port"]
    query = body.get("QueryParameters")
    reply = api.invoke(port, body["Method"], body["Path"], query, body.get("Body"))
    if reply.status >= 400:
        raise AirflowError(reply)
    return _reply(reply)


def _publish(name: str, body: Properties) -> Properties:
    """What an environment reports of itself becomes metrics of the service."""
    catalog.find(name)
    client("cloudwatch").put_metric_data(Namespace="AmazonMWAA", MetricData=body["MetricData"])
    return {}


def _available(name: str) -> Record:
    record = catalog.find(name)
    if record["Status"] not in ("AVAILABLE", "UPDATE_FAILED"):
        raise InvalidError(f"environment {name} is {record['Status']}")
    return record


def _reply(reply: api.Reply) -> dict[str, Any]:
    return {"RestApiStatusCode": reply.status, "RestApiResponse": reply.body}


def _json(status: int, body: Properties) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


def _error(status: int, code: str, **members: Any) -> Answer:
    answer = _json(status, {"__type": code, **members})
    answer[1]["x-amzn-ErrorType"] = code
    return answer


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("PUT", "/environments/([^/]+)"): _create,
    ("PATCH", "/environments/([^/]+)"): _update,
    ("DELETE", "/environments/([^/]+)"): _delete,
    ("GET", "/environments/([^/]+)"): _get,
    ("GET", "/environments"): _list,
    ("POST", "/webtoken/([^/]+)"): _web_token,
    ("POST", "/clitoken/([^/]+)"): _cli_token,
    ("POST", "/restapi/([^/]+)"): _invoke,
    ("POST", "/metrics/environments/([^/]+)"): _publish,
}
