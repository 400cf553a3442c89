"""What files of tables have in common, whatever their format: here ORC and Avro."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import fastavro
import pyarrow as pa
import pyarrow.orc
import pytest

from tests.glue_scripts.judging import EVENTS, judge, said, values

Rows = Sequence[dict[str, Any]]
ROWS = [{"event_id": f"E{i * 7919 % 10_007}", "price": i / 4} for i in range(2000)]
FIELDS = [{"name": "event_id", "type": "string"}, {"name": "price", "type": ["null", "double"]}]


def avro(rows: Rows, fields: Any = FIELDS, codec: str = "deflate", **options: Any) -> bytes:
    out = io.BytesIO()
    schema = {"type": "record", "name": "row", "fields": fields} if fields else "long"
    fastavro.writer(out, schema, rows, codec, sync_interval=4000, sync_marker=b"m" * 16, **options)
    return out.getvalue()


def orc(rows: Rows, **options: Any) -> bytes:
    out = pa.BufferOutputStream()
    schema = pa.schema([("event_id", pa.string()), ("price", pa.float64())])
    pyarrow.orc.write_table(pa.Table.from_pylist(rows, schema=schema), out, **options)
    return bytes(out.getvalue())


WAYS: dict[str, Callable[[Rows], bytes]] = {
    "avro": avro,
    "orc": lambda r: orc(r, compression="zlib"),
}
each = pytest.mark.parametrize("name", WAYS)


@each
def test_what_is_whole_is_read(name: str) -> None:
    content = WAYS[name](ROWS)
    verdict, taken = judge(f"x.{name}", content, EVENTS)
    assert (verdict.outcome, verdict.facts.format) == ("accept", name)
    assert values(taken, "event_id") == [row["event_id"] for row in ROWS]
    assert values(taken, "price")[:3] == ["0", "0.25", "0.5"]
    assert all("price" in records.native for records in taken)
    assert said("x.csv", content) == "accept 2000"
    assert said(f"x.{name}.gz", gzip.compress(content)) == "accept 2000"
    assert said(f"x.{name}", WAYS[name]([])) == "accept 0"


@each
def test_what_is_not_whole_is_refused(name: str) -> None:
    content, file = WAYS[name](ROWS), f"x.{name}"
    assert said(file, b"") == "empty"
    assert said(file, b"a,b\n1,2\n") == f"reject not_{name}"
    cuts = [len(content) * tenth // 10 for tenth in range(1, 10)]
    found = {said(file, content[:cut]) for cut in [*cuts, len(content) - 1, 4]}
    assert found <= {f"reject {name}_corrupt", f"reject not_{name}"}
    assert said(file, content + b"more") == f"reject {name}_corrupt"


@each
def test_damage_ends_in_a_verdict(name: str) -> None:
    """Neither has checksums: what still decodes is taken for what it says."""
    content = WAYS[name](ROWS)
    for at in range(0, len(content), max(len(content) // 60, 1)):
        damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        verdict, _ = judge(f"x.{name}", damaged, EVENTS)
        told = ("_corrupt", "unsupported_format", "no_header", "too_large", "bomb", f"not_{name}")
        assert verdict.outcome == "accept" or str(verdict.reason).endswith(told)


@pytest.mark.parametrize("codec", ["null", "deflate", "bzip2", "xz", "snappy", "zstandard"])
def test_codecs_of_avro(codec: str) -> None:
    assert said("x.avro", avro(ROWS, codec=codec)) == "accept 2000"


@pytest.mark.parametrize("codec", ["uncompressed", "zlib", "snappy", "lz4", "zstd"])
def test_codecs_of_orc(codec: str) -> None:
    assert said("x.orc", orc(ROWS, compression=codec)) == "accept 2000"


def test_a_checksum_that_the_library_passes_over() -> None:
    content = bytearray(avro(ROWS, codec="snappy"))
    content[-20] ^= 1
    assert said("x.avro", bytes(content)) == "reject avro_corrupt"


MOMENT = datetime(2025, 3, 1, 12, 34, 56, 789000, UTC)
ADDRESS = {"type": "record", "name": "address", "fields": [{"name": "city", "type": "string"}]}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("long", 2**62, str(2**62)),
        ("boolean", True, "true"),
        ("bytes", b"a\xff", "a\\xff"),
        ({"type": "enum", "name": "e", "symbols": ["paid"]}, "paid", "paid"),
        ({"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3},
         Decimal("19.990"), "19.990"),
        ({"type": "long", "logicalType": "timestamp-millis"}, MOMENT, "2025-03-01 12:34:56.789Z"),
        ({"type": "long", "logicalType": "local-timestamp-millis"},
         MOMENT.replace(tzinfo=None), "2025-03-01 12:34:56.789"),
        ({"type": "int", "logicalType": "date"}, date(2025, 3, 1), "2025-03-01"),
        ({"type": "int", "logicalType": "time-millis"}, time(1, 2, 3), "01:02:03.000"),
        ({"type": "string", "logicalType": "uuid"}, UUID(int=1),
         "00000000-0000-0000-0000-000000000001"),
        (["null", "string", "long"], 5, "5"),
        (["null", "string", "boolean"], True, "true"),
        ({"type": "array", "items": ["long", "string"]}, [1, "a"], '[1, "a"]'),
        ({"type": "array", "items": ADDRESS}, [{"city": "Köln"}], '[{"city": "Köln"}]'),
        ({"type": "map", "values": "long"}, {"a": 1}, '[["a", 1]]'),
    ],
    ids=repr,
)  # fmt: skip
def test_values_of_avro_become_text(kind: Any, value: Any, text: str) -> None:
    fields = [{"name": "event_id", "type": "string"}, {"name": "price", "type": kind}]
    content = avro([{"event_id": "E1", "price": value}], fields)
    verdict, taken = judge("x.avro", content, EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "price") == [text]


def test_nested_records_of_avro() -> None:
    fields = [
        {"name": "event", "type": {"type": "record", "name": "ids", "fields": FIELDS[:1]}},
        {"name": "event2", "type": ["null", "ids"]},
    ]
    renamed = json.loads(json.dumps(fields).replace("event_id", "id"))
    _, taken = judge("x.avro", avro([{"event": {"id": "E1"}, "event2": None}], renamed), EVENTS)
    assert values(taken, "event_id") == ["E1"]
    inside = [{"name": "event_id", "type": "string"}, {"name": "more", "type": ["null", "row"]}]
    content = avro([{"event_id": "E1", "more": None}], inside)
    assert said("x.avro", content) == "reject unsupported_format"


def test_avro_of_single_values() -> None:
    assert said("x.avro", avro([1, 2], None)) == "accept 2"  # type: ignore[list-item]


def test_a_block_of_more_records_than_it_can_have() -> None:
    content = avro([{}] * 3, [{"name": "nothing", "type": "null"}], codec="null")
    many = b"\xfe\xff\xff\xff\x0f"
    end = content.rindex(b"\x06\x00" + b"m" * 16)
    assert said("x.avro", content) == "accept 3"
    assert said("x.avro", content[:end] + many + content[end + 1 :]) == "reject bomb"


def test_a_column_that_is_called_like_a_format() -> None:
    assert said("x.csv", b"ORC,b\n1,2\n") == "accept 1"
    assert said("x.csv", b"Obj,b\n1,2\n") == "accept 1"
