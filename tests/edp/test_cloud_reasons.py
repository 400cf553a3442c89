"""Why a DAG failed, read off the log of its task."""

from __future__ import annotations

import json

import pytest

from edp.cloud.reasons import raised

FAILED = {
    "timestamp": "2026-11-30T06:11:35.099612Z",
    "level": "error",
    "event": "Task failed with exception",
    "error_detail": [
        {"exc_type": "StatementFailed", "exc_value": "rights: ERROR: denied", "frames": []},
        {"exc_type": "ClientError", "exc_value": "its cause", "frames": []},
    ],
}


def test_the_exception_of_a_task_is_told_and_not_its_cause() -> None:
    assert raised(json.dumps(FAILED)) == "StatementFailed: rights: ERROR: denied"


@pytest.mark.parametrize("line", ['{"level": "info"}', '{"error_detail": []}', "plain", "[1]", ""])
def test_other_lines_tell_of_none(line: str) -> None:
    assert raised(line) == ""
