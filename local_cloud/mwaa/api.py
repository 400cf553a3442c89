"""Asks the API server of an environment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from local_cloud.settings import HOST

SECONDS = 30
PARTS = ("metadatabase", "scheduler", "triggerer", "dag_processor")


@dataclass(frozen=True)
class Reply:
    """What Airflow answered."""

    status: int
    body: Any


def health(port: int) -> dict[str, dict[str, str]] | None:
    """How each part of Airflow is; None if there is no answer."""
    try:
        found: dict[str, dict[str, str]] = _ask(port, "GET", "/api/v2/monitor/health").body
    except OSError:
        return None
    return found


def healthy(port: int) -> bool:
    """Whether all parts are."""
    found = health(port) or {}
    return all(found.get(part, {}).get("status") == "healthy" for part in PARTS)


def token(port: int) -> str:
    """Lets the bearer use the API server as administrator."""
    found: str = _ask(port, "GET", "/auth/token").body["access_token"]
    return found


def invoke(
    port: int, method: str, path: str, query: dict[str, Any] | None = None, body: Any = None
) -> Reply:
    """Calls Airflow's REST API with a path below `/api/v2`."""
    full = f"/api/v2/{path.lstrip('/')}" + (f"?{urlencode(query, doseq=True)}" if query else "")
    return _ask(port, method, full, token(port), body)


def _ask(port: int, method: str, path: str, bearer: str = "", body: Any = None) -> Reply:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"http://{HOST}:{port}{path}", data, headers, method=method)
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return Reply(answer.status, _content(answer.read()))
    except HTTPError as error:
        return Reply(error.code, _content(error.read()))


def _content(text: bytes) -> Any:
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return {"content": text.decode("utf-8", "replace")}
