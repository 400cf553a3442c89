"""Records of a part: what was put there is there again, under any name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from local_cloud.records import Records
from local_cloud.settings import Settings


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    python = Path(sys.executable)
    settings = Settings(
        folder=tmp_path,
        port=1,
        account="000000000000",
        region="eu-central-1",
        glue_python=python,
        airflow_python=python,
    )
    settings.write(variables := {})
    for name, value in variables.items():
        monkeypatch.setitem(os.environ, name, value)
    return Records("warehouse", "things")


@pytest.mark.parametrize("name", ["plain", "a/b", "dotted.name", "arn:aws:x::y%2E", "ünïcode"])
def test_what_was_put_is_there_again(records: Records, name: str) -> None:
    records[name] = {"n": 1}
    again = Records("warehouse", "things")
    assert dict(again) == {name: {"n": 1}}


def test_a_record_can_be_replaced_and_taken_away(records: Records) -> None:
    records["a"], records["b"] = {"n": 1}, {"n": 2}
    records["a"] = {"n": 3}
    del records["b"]
    assert dict(records) == {"a": {"n": 3}}
    with pytest.raises(KeyError):
        del records["b"]
