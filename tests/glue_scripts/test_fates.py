"""What becomes of records whose key has several columns, or whose contract decides conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession

from contracts import Column, Contract, Decision
from edp.engine import engine
from edp.fates import _hash, _text_of
from lakehouse.bronze.writer import bronze_schema
from lakehouse.checksums.uniqueness import repeated_key
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged as clean
from lakehouse.dedupe.candidates import contested, file_number
from lakehouse.dedupe.canonical import content_hash, key_text
from lakehouse.dedupe.fates import fates
from lakehouse.dedupe.keyed import keyed
from lakehouse.dedupe.survivor import standings
from lakehouse.iceberg.read_back import read_columns
from lakehouse.runtime.session import session
from tests.variants.tables import rows


def column(name: str, type_: str = "string", **rules: Any) -> Column:
    return Column(name, type_, "", "", **rules)


LINES = Contract(
    layer="source",
    name="lines",
    version="1",
    purpose="",
    limitations="",
    grain="",
    columns=(
        column("order_id", required=True, key=True),
        column("line", required=True, key=True),
        column("amount", "integer"),
        column("state"),
        column("version", "integer"),
    ),
    order_by=("version",),
)
Record = tuple[str, str, int | None, str | None, int | None]


@pytest.fixture(scope="module", params=["sail", pytest.param("spark", marks=pytest.mark.slow)])
def spark(request: pytest.FixtureRequest) -> Iterator[SparkSession]:
    with engine(request.param):
        yield session("fates", 2)


Told = Callable[[Contract, list[Record]], str]


@pytest.fixture
def judged(spark: SparkSession, tmp_path: Path) -> Callable[[Contract, list[Record]], DataFrame]:
    """Records as judged, each in a file of its own that arrived on the day of its number."""
    return lambda contract, records: written(spark, tmp_path, contract, {"f": records})


def written(
    spark: SparkSession, folder: Path, contract: Contract, cases: dict[str, list[Record]]
) -> DataFrame:
    """The records of cases as judged; the file of one is called by its case and number."""
    tables = [
        _judged(contract, case, number, values)
        for case, records in cases.items()
        for number, values in enumerate(records, 1)
    ]
    path = folder / f"{uuid4().hex}.parquet"
    pq.write_table(pa.concat_tables(tables), path)
    return spark.read.parquet(str(path))


def _judged(contract: Contract, case: str, number: int, values: Record) -> pa.Table:
    arrived = pa.array([datetime(2025, 1, number, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    nothing = pa.array([None], pa.string())
    columns = {
        c.name: pa.array([value], pa.int32() if c.type == "integer" else pa.string())
        for c, value in zip(contract.columns, values, strict=True)
    } | {
        "_rescued": nothing,
        "_source_uri": [f"{case}{number}.csv"],
        "_source_version": ["v"],
        "_record_no": [1],
        "_arrived_at": arrived,
        "reasons": nothing,
        "_continues": [False],
    }
    table = pa.table(columns)
    return table.append_column("_standing", standings(table, contract))


@pytest.fixture
def told(judged: Callable[[Contract, list[Record]], DataFrame]) -> Told:
    """What becomes of records, in their order."""

    def tell(contract: Contract, records: list[Record]) -> str:
        return fates_by_case(judged(contract, records), contract, {"f": records})["f"]

    return tell


def fates_by_case(
    records: DataFrame, contract: Contract, cases: dict[str, list[Record]]
) -> dict[str, str]:
    """What becomes of the records of each case, in their order."""
    good = keyed(records, contract, rewritten=bool(contract.keys))
    rows_ = fates(good, contract).select("_source_uri", "_fate").collect()
    assert len(rows_) == sum(map(len, cases.values()))
    by_file = {row["_source_uri"]: row["_fate"] for row in rows_}
    return {
        case: " ".join(by_file[f"{case}{n}.csv"] for n in range(1, len(of_case) + 1))
        for case, of_case in cases.items()
    }


def test_all_columns_of_a_key_count(told: Told) -> None:
    records: list[Record] = [
        ("O1", "1", 10, "new", 1),
        ("O1", "2", 20, "new", 1),
        ("O2", "1", 30, "new", 1),
        ("O1", "1", 10, "new", 1),
        ("O1", "2", 25, "new", 2),
        ("O2", "1", 31, "new", 1),
    ]
    assert told(LINES, records) == "lineage lineage conflict silver silver conflict"


def test_the_key_in_lineage_is_a_list(
    judged: Callable[[Contract, list[Record]], DataFrame],
) -> None:
    records: list[Record] = [('O"1', "a\\b", 1, "new", 7), ('O"1', "a\\b", 1, "new", 8)]
    good = keyed(judged(LINES, records), LINES, rewritten=False)
    found = fates(good, LINES).filter("_fate = 'lineage'")
    assert [tuple(row) for row in found.select("_key", "_order").collect()] == [
        ('["O\\"1","a\\\\b"]', "7")
    ]


def test_values_of_two_columns_are_not_run_together(told: Told) -> None:
    records: list[Record] = [("O1", "12", 1, "new", 1), ("O11", "2", 2, "new", 1)]
    assert told(LINES, records) == "silver silver"


DECISIONS = rows("decisions.md")


@pytest.fixture(scope="module")
def decided(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Case -> fates of its records; all cases of one contract are one query."""
    by_contract: dict[str, list[dict[str, str]]] = {}
    for row in DECISIONS:
        by_contract.setdefault(row["onConflict"], []).append(row)
    folder, found = tmp_path_factory.mktemp("decisions"), {}
    for told_by, cases in by_contract.items():
        which, _, name = told_by.partition(" ")
        decision = Decision(name or None, greatest=which != "least") if which != "-" else None
        contract = replace(LINES, on_conflict=decision)
        records = {row["case"]: _records_of(row["case"], row["records"]) for row in cases}
        found |= fates_by_case(written(spark, folder, contract, records), contract, records)
    return found


def _records_of(case: str, texts: str) -> list[Record]:
    """Records with the case as their key."""
    records: list[Record] = []
    for text in texts.split(";"):
        amount, state, version = (None if t == "-" else t for t in text.split())
        number = None if amount is None else int(amount)
        records.append((case, "1", number, state, int(version or 0)))
    return records


@pytest.mark.parametrize("row", DECISIONS, ids=lambda row: row["case"])
def test_the_contract_decides(decided: dict[str, str], row: dict[str, str]) -> None:
    assert decided[row["case"]] == row["fates"]


def test_without_an_ordering_column_the_file_that_arrived_last_counts(told: Told) -> None:
    records: list[Record] = [
        ("O1", "1", 10, "new", None),
        ("O1", "1", 20, "new", None),
        ("O1", "2", 10, "new", None),
        ("O1", "1", 15, "new", None),
    ]
    assert told(replace(LINES, order_by=()), records) == "lineage lineage silver silver"


def test_records_without_an_order_stand_below_others_and_are_ordered_by_arrival(
    told: Told,
) -> None:
    records: list[Record] = [
        ("O1", "1", 10, "new", 1),
        ("O1", "1", 20, "new", None),
        ("O1", "2", 10, "new", None),
        ("O1", "2", 15, "new", None),
    ]
    assert told(LINES, records) == "silver lineage lineage silver"


def test_without_a_key_equal_records_of_several_files_are_one(told: Told) -> None:
    columns = tuple(replace(c, key=False) for c in LINES.columns)
    records: list[Record] = [
        ("O1", "1", 10, "new", 1),
        ("O1", "1", 10, "new", 1),
        ("O1", "1", 11, "new", 1),
        ("O1", "1", 10, None, 1),
    ]
    contract = replace(LINES, columns=columns, order_by=())
    assert told(contract, records) == "lineage silver silver silver"


SAME_KEY = rows("rough_keys.md")


@pytest.fixture(scope="module")
def found_contested(spark: SparkSession) -> set[tuple[str, str]]:
    """Case and spelling of all that is contested; keys of two cases differ in a second column."""
    columns = (column("why", required=True, key=True), column("order_id", required=True, key=True))
    found = set()
    # Letters beyond ASCII are taken another way, once there are any.
    for plain in (True, False):
        cases = [row for row in SAME_KEY if (row["one"] + row["other"]).isascii() is plain]
        places = [(row["why"], which) for row in cases for which in ("one", "other")]
        keys = [(row["why"], row[which]) for row in cases for which in ("one", "other")]
        found |= {places[number - 1] for number in told_contested(spark, columns, keys)}
    return found


@pytest.mark.parametrize("row", SAME_KEY, ids=lambda row: row["why"])
def test_keys_that_cleansing_may_make_one_are_contested(
    found_contested: set[tuple[str, str]], row: dict[str, str]
) -> None:
    assert {(row["why"], "one"), (row["why"], "other")} <= found_contested


def test_other_keys_are_not_contested(spark: SparkSession) -> None:
    columns = (column("a", required=True, key=True), column("b", required=True, key=True))
    keys = [("A1", "1"), ("A1", "2"), ("A2", "1"), ("Ж1", "1"), ("Я1", "1")]
    assert told_contested(spark, columns, keys) == set()


def test_columns_that_are_written_in_many_ways_do_not_tell_keys_apart(spark: SparkSession) -> None:
    columns = (column("a", required=True, key=True), column("b", "integer", key=True))
    assert told_contested(spark, columns, [("A1", "1"), ("A1", "1.0"), ("A2", "1")]) == {1, 2}


def told_contested(
    spark: SparkSession, columns: tuple[Column, ...], keys: list[tuple[str, str]]
) -> set[int]:
    """The numbers of the records that are contested."""
    contract = replace(LINES, columns=columns, order_by=())
    names = ", ".join(f"{c.name} string" for c in columns)
    bronze = [(*key, "f.csv", number) for number, key in enumerate(keys, 1)]
    frame = spark.createDataFrame(bronze, f"{names}, _source_uri string, _record_no bigint")
    found = contested(frame, contract).collect()
    assert {row["file"] for row in found} <= {file_number("f.csv")}
    return {row["_record_no"] for row in found}


def test_a_repeated_key_of_two_columns_is_found(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", "1"), ("a", "2"), ("a", "1")], "x string, y string")
    assert repeated_key(frame, ("x", "y")) == ("a", "1", 2)
    assert repeated_key(frame.distinct(), ("x", "y")) is None


FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
ALL_TYPES = {
    "text": ("string", ['a"b\\c', "é", None]),
    "whole": ("integer", [-(2**31), 2**31 - 1, None]),
    "long": ("bigint", [-(2**63), 2**63 - 1, None]),
    "money": ("decimal(12,2)", [Decimal("0.00"), Decimal("-9999999999.99"), None]),
    "fine": ("decimal(38,18)", [Decimal("1e-18"), Decimal(0), Decimal("-12345678901234567890.5")]),
    "longest": ("decimal(38,0)", [Decimal("9" * 38), Decimal(0), None]),
    "flag": ("boolean", [True, False, None]),
    "day": ("date", [date.min, date.max, None]),
    "moment": ("timestamp", [FIRST, LAST, None]),
}


def test_keys_and_contents_of_all_types_are_written_alike_by_both_engines_and_duckdb(
    spark: SparkSession, tmp_path: Path
) -> None:
    columns = tuple(column(name, type_, key=True) for name, (type_, _) in ALL_TYPES.items())
    contract = replace(LINES, columns=columns)
    nothing = clean(bronze_schema(contract).empty_table(), contract, Evidence(contract)).schema
    values = {n: pa.array(v, nothing.field(n).type) for n, (_, v) in ALL_TYPES.items()}
    path = str(tmp_path / "all.parquet")
    pq.write_table(pa.table(values), path)
    rows_ = read_columns(spark, [path], columns)
    written = rows_.select(key_text(contract), content_hash(contract)).collect()
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        query = f"SELECT {_text_of(columns)}, {_hash(contract)} FROM '{path}'"
        assert sorted(map(tuple, written)) == sorted(con.execute(query).fetchall())
