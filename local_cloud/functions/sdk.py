"""Makes the AWS calls of a Lambda function in JavaScript: a request per line in, an answer out.

With a name, such as `s3` of `@aws-sdk/client-s3`, it says what such a package consists of.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore import xform_name
from botocore.exceptions import ClientError, UnknownServiceError

Message = dict[str, Any]


def main(names: list[str]) -> None:
    """Describes a package; without one, answers until the function ends."""
    for name in names:
        print(json.dumps(describe(name)))
    if not names:
        for line in sys.stdin:
            print(_line(_answer(json.loads(line))), flush=True)


def describe(package: str) -> Message:
    """The service of a package, its title in names of classes, and its operations.

    Raises:
        SystemExit: there is no such service.
    """
    session = botocore.session.get_session()
    # Most are called the same in both languages; looking through all takes a while.
    for service in (package, package.replace("-", ""), *session.get_available_services()):
        try:
            model = session.get_service_model(service)
        except UnknownServiceError:
            continue
        title = str(model.service_id)
        if title.lower().replace(" ", "-") == package:
            operations = list(model.operation_names)
            return {"service": service, "title": title.replace(" ", ""), "operations": operations}
    raise SystemExit(f"the local cloud knows no service for @aws-sdk/client-{package}")


def _answer(request: Message) -> Message:
    try:
        call = getattr(_client(request["service"]), xform_name(request["operation"]))
        return {"output": call(**request["input"])}
    except ClientError as error:
        found = error.response["Error"]
        return _error(found["Code"], found.get("Message", ""))
    except Exception as error:
        return _error(type(error).__name__, str(error))


def _line(answer: Message) -> str:
    try:
        return json.dumps(answer, default=_plain)
    except TypeError as error:
        return json.dumps(_error("TypeError", str(error)))


def _plain(value: object) -> Message:
    if isinstance(value, datetime):
        return {"$date": value.isoformat()}
    raise TypeError(f"the local cloud cannot hand {type(value).__name__} to JavaScript")


def _error(name: str, message: str) -> Message:
    return {"error": {"name": name, "message": message}}


@cache
def _client(service: str) -> Any:
    return boto3.client(service)


if __name__ == "__main__":
    main(sys.argv[1:])
