"""Every format goes through the ingest, on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edp.engine import Engine, engine
from lakehouse.jobs import raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e.shop import USERS
from tests.glue_scripts.test_reader_compressed import WAYS
from tests.glue_scripts.test_reader_tables import avro
from tests.glue_scripts.test_reader_xlsx import workbook
from tests.glue_scripts.test_reader_zip import zipped

NAMES = ("user_id", "name", "country")


def _files() -> Iterator[tuple[str, bytes]]:
    row: dict[str, Any] = {n: USERS[0][n] for n in NAMES}
    text = json.dumps(row).encode()
    for suffix, pack in WAYS.values():
        yield f"a.json.{suffix}", pack(text)
    sheet = workbook({"one": [NAMES, row.values()]})
    table = avro([row], [{"name": n, "type": "string"} for n in NAMES])
    yield from {"a.xlsx": sheet, "a.avro": table}.items()
    yield "a.zip", zipped({"a.json": text, "a.xlsx": sheet, "bad.xlsx": sheet[:-9]})


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sail", pytest.param("spark", marks=pytest.mark.spark)])
def test_every_format_is_taken(name: Engine, tmp_path: Path) -> None:
    for file, content in _files():
        (tmp_path / "raw/users" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw/users" / file).write_bytes(content)
    with engine(name):
        settings = Settings.in_folder(tmp_path / "raw", tmp_path / "lake")
        found = raw_to_bronze.run(settings, Metrics())
    verdicts = {e["uri"].removeprefix("users/"): e["verdict"] for e in found}
    assert verdicts.pop("a.zip") == "unpacked"
    assert verdicts.pop("a.zip!/bad.xlsx") == "reject"
    assert len(verdicts) == len(WAYS) + 4
    assert set(verdicts.values()) == {"accept"}
    assert sum(e["records"] for e in found) == len(verdicts)
