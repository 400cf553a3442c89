"""Makes the AWS calls of a Lambda function in JavaScript: a request per line in, an answer out."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from functools import cache
from typing import Any

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

Message = dict[str, Any]


def main() -> None:
    """Answers until the function ends."""
    for line in sys.stdin:
        print(_line(_answer(json.loads(line))), flush=True)


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
    main()
