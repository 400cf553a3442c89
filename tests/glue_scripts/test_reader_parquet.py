"""Parquet: every type and codec is read, damage is found, and what is hostile harms nobody."""

from __future__ import annotations

import gzip
import os
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.bronze.writer import write_files
from lakehouse.reader import layout
from lakehouse.reader.tables import decoder as decoding
from tests.glue_scripts.judging import EVENTS, judge, said, values

PLAIN = pa.table({"event_id": [f"E{i}" for i in range(100)], "price": [i / 4 for i in range(100)]})


def written(table: pa.Table, **options: Any) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table, out, **options)
    return bytes(out.getvalue().to_pybytes())


SUMMED = written(PLAIN, write_page_checksum=True, compression="none")


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "brotli", "lz4", "zstd"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_codecs_and_page_versions(codec: str, version: str) -> None:
    content = written(PLAIN, compression=codec, data_page_version=version)
    assert said("x.parquet", content) == "accept 100"


@pytest.mark.parametrize(
    "options",
    [
        {"use_dictionary": False},
        {"use_dictionary": False, "column_encoding": {"event_id": "DELTA_BYTE_ARRAY"}},
        {"use_dictionary": False, "column_encoding": {"price": "BYTE_STREAM_SPLIT"}},
        {"write_page_index": True},
        {"write_page_checksum": True},
        {"row_group_size": 7},
        {"data_page_size": 64},
    ],
    ids=str,
)
def test_ways_to_write_pages(options: dict[str, Any]) -> None:
    verdict, taken = judge("x.parquet", written(PLAIN, **options), EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "event_id") == PLAIN["event_id"].to_pylist()


DAY = datetime(2024, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (pa.array([Decimal("19.990")]), "19.990"),
        (pa.array([Decimal("9" * 38)]), "9" * 38),
        (pa.array([date(2024, 1, 2)]), "2024-01-02"),
        (pa.array([DAY], pa.timestamp("us", "UTC")), "2024-01-02 03:04:05.000000Z"),
        (pa.array([DAY], pa.timestamp("ns")), "2024-01-02 03:04:05.000000000"),
        (pa.array([time(3, 4, 5)]), "03:04:05.000000"),
        (pa.array([timedelta(seconds=1)]), "1000000"),
        (pa.array([True]), "true"),
        (pa.array([None], pa.null()), None),
        (pa.array([2**64 - 1], pa.uint64()), str(2**64 - 1)),
        (pa.array([b"a\xff"]), "a\\xff"),
        (pa.array([b"ab"], pa.binary(2)), "ab"),
        (pa.array(["é"]).dictionary_encode(), "é"),
        (pa.array([[1, None]]), "[1, null]"),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), '[["a", 1]]'),
        (pa.array([[{"a": [1]}]]), '[{"a": [1]}]'),
        (pa.array([[b"a\xff"]]), '["a\\\\xff"]'),
        (pa.array([[1]], pa.list_(pa.time64("ns"))), '["00:00:00.000000001"]'),
        (
            pa.array(
                [[{"t": 1, "n": 2}]], pa.list_(pa.struct({"t": pa.time64("ns"), "n": "int8"}))
            ),
            '[{"t": "00:00:00.000000001", "n": 2}]',
        ),
        (
            pa.array([[{"p": Decimal("1.250"), "q": float("nan"), "r": None}]]),
            '[{"p": 1.250, "q": "nan", "r": null}]',
        ),
    ],
    ids=str,
)
def test_values_become_text(column: pa.Array, text: str | None) -> None:
    table = pa.table({"event_id": ["E1"], "price": column})
    verdict, taken = judge("x.parquet", written(table), EVENTS)
    assert verdict.outcome == "accept"
    assert values(taken, "price") == [text]


def test_int96_and_nested_structures() -> None:
    table = pa.table({"event": [{"id": "E1"}], "ts": pa.array([DAY], pa.timestamp("ns"))})
    content = written(table, use_deprecated_int96_timestamps=True)
    _, taken = judge("x.parquet", content, EVENTS)
    assert values(taken, "event_id") == ["E1"]
    assert values(taken, "ts") == ["2024-01-02 03:04:05.000000000"]


def test_no_rows_and_gzip_around_it() -> None:
    assert said("x.parquet", written(PLAIN[:0])) == "accept 0"
    assert said("x.parquet.gz", gzip.compress(SUMMED)) == "accept 100"
    assert said("x.csv", SUMMED) == "accept 100"


def test_columns_of_a_dataset() -> None:
    other, ids = pa.table({"x": [1]}), pa.array(["1"])
    twice = pa.Table.from_arrays([ids, ids], ["event_id", "event_id"])
    assert said("x.parquet", written(other), EVENTS) == "reject no_header"
    assert said("x.parquet", written(twice), EVENTS) == "reject repeated_column"


def test_long_names_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "RESCUED_BYTES", 1 << 12)
    ids = [f"E{i}" for i in range(99)]
    _, taken = judge("x.parquet", written(pa.table({"event_id": ids, "x" * 1000: ids})), EVENTS)
    assert max(len(r.numbers) for r in taken) == 4
    assert values(taken, "event_id") == ids
    longer = written(pa.table({"event_id": ids, "x" * 1001: ids}))
    assert said("x.parquet", longer, EVENTS) == "reject no_header"


def test_what_cannot_be_written_is_not_called_damage() -> None:
    far = pa.array([[10**7]], pa.list_(pa.date32()))
    content = written(pa.table({"event_id": ["E1"], "x": far}))
    assert said("x.parquet", content, EVENTS) == "reject unsupported_format"


def _encrypted(**options: Any) -> bytes:
    class Kms(pe.KmsClient):
        def wrap_key(self, key: bytes, name: str) -> bytes:
            return key

        def unwrap_key(self, key: bytes, name: str) -> bytes:
            return key

    setting = pe.EncryptionConfiguration(footer_key="f", column_keys={"c": ["price"]}, **options)
    factory = pe.CryptoFactory(lambda _: Kms())
    properties = factory.file_encryption_properties(pe.KmsConnectionConfig(), setting)
    out = pa.BufferOutputStream()
    with pq.ParquetWriter(out, PLAIN.schema, encryption_properties=properties) as writer:
        writer.write_table(PLAIN)
    return bytes(out.getvalue().to_pybytes())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SUMMED[:-1], "reject parquet_corrupt"),
        (SUMMED[: len(SUMMED) // 2], "reject parquet_corrupt"),
        (b"PAR1" + SUMMED[50:], "reject parquet_corrupt"),
        (b"PAR1" + bytes(99) + b"\xff\xff\xff\x7fPAR1", "reject parquet_corrupt"),
        (b"PAR1PAR1", "reject parquet_corrupt"),
        (b"PAR1", "reject parquet_corrupt"),
        (SUMMED + b"\n", "reject parquet_corrupt"),
        (SUMMED.replace(b"E7", b"E8", 1), "reject parquet_corrupt"),
        (SUMMED[1:], "reject not_parquet"),
        (_encrypted(), "reject unsupported_format"),
        (_encrypted(plaintext_footer=True), "reject unsupported_format"),
        (written(pa.table({"a": pa.array([b"\xff"]).cast(pa.string(), safe=False)})), None),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_damage_is_found(content: bytes, words: str | None) -> None:
    assert said("x.parquet", content) == (words or "reject parquet_corrupt")


@settings(max_examples=60)
@given(st.data())
def test_a_changed_byte_is_found_or_changes_nothing(data: st.DataObject) -> None:
    first = pq.ParquetFile(pa.BufferReader(SUMMED)).metadata.row_group(0).column(0)
    end = first.dictionary_page_offset + first.total_compressed_size
    at = data.draw(st.integers(4, end - 1))
    mask = data.draw(st.integers(1, 255))
    content = SUMMED[:at] + bytes([SUMMED[at] ^ mask]) + SUMMED[at + 1 :]
    verdict, taken = judge("x.parquet", content, EVENTS)
    if verdict.outcome == "accept":
        assert values(taken, "event_id") == PLAIN["event_id"].to_pylist()


def test_nesting_without_end() -> None:
    column = pa.array([1])
    for _ in range(300):
        column = pa.StructArray.from_arrays([column], ["a"])
    assert said("x.parquet", written(pa.table({"a": column}))) == "reject too_deep"


def test_no_decoder_outlives_the_reading() -> None:
    assert said("x.parquet", SUMMED) == "accept 100"
    (decoder,) = decoding._idle
    assert decoder._process.poll() is None
    assert list(write_files([])) == []
    assert decoder._process.poll() is not None


def test_the_end_of_the_decoder_is_a_verdict_and_the_next_file_gets_another() -> None:
    with decoding._decoder() as decoder:
        first = decoder._process.pid
    os.kill(first, 9)
    assert said("x.parquet", SUMMED) == "reject parquet_corrupt"
    assert said("x.parquet", SUMMED) == "accept 100"
    with decoding._decoder() as decoder:
        assert decoder._process.pid != first
