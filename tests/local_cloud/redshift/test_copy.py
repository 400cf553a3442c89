"""COPY loads Parquet files by position, under a role of the namespace, whole or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from local_cloud.settings import Settings
from tests.local_cloud.redshift.shop import BUCKET, Shop, open_shop, role_arn

pytestmark = pytest.mark.slow
TABLE = """create table if not exists public.sales (
    id varchar(4) not null, amount numeric(9, 2), day date, n bigint)"""
FIELDS = [
    ("a", pa.string()),
    ("b", pa.decimal128(9, 2)),
    ("c", pa.date32()),
    ("d", pa.int64()),
]


def sales(*ids: str | None) -> pa.Table:
    """A file's content."""
    rows = [{"a": i, "b": Decimal("1.50"), "c": None, "d": n} for n, i in enumerate(ids)]
    return pa.Table.from_pylist(rows, pa.schema(FIELDS))


@pytest.fixture(scope="module")
def shop(cloud: Settings) -> Shop:
    return open_shop(cloud)


@pytest.fixture
def copy(shop: Shop, cloud: Settings) -> str:
    """COPY into an empty table, but for the key and what follows it."""
    assert shop.run("drop table if exists sales", TABLE)["Status"] == "FINISHED"
    role = role_arn(cloud, "copy")
    return f"copy sales from 's3://{BUCKET}/%s' iam_role '{role}' format as parquet"


def failure(shop: Shop, *sqls: str) -> str:
    done = shop.run(*sqls)
    assert done["Status"] == "FAILED"
    return str(done["Error"])


def entry(key: str, size: int | None, **more: Any) -> dict[str, Any]:
    meta = {} if size is None else {"meta": {"content_length": size}}
    return {"url": f"s3://{BUCKET}/{key}", **meta, **more}


def test_by_prefix(shop: Shop, copy: str) -> None:
    shop.put("gold/prefix/1.parquet", sales("a", "b"))
    shop.put("gold/prefix/2.parquet", sales("c"))
    assert shop.rows(copy % "gold/prefix/", "select pg_last_copy_count()") == [[3]]
    rows = shop.rows("select id, amount, day, n from sales order by id")
    assert rows == [["a", "1.50", True, 0], ["b", "1.50", True, 1], ["c", "1.50", True, 0]]
    history = (
        "select loaded_files, loaded_rows from sys_load_history where data_source like '%prefix/'"
    )
    assert shop.rows(history) == [[2, 3]]


@pytest.mark.fact(
    "Redshift SQL",
    "COPY of Parquet takes a manifest with the size of each file",
    source="rsd:loading-data-files-using-manifest",
)
def test_by_manifest(shop: Shop, copy: str) -> None:
    size = shop.put("gold/manifest/1.parquet", sales("a"))
    shop.put("gold/manifest/2.parquet", sales("b"))
    shop.put_manifest(
        "gold/m",
        entry("gold/manifest/1.parquet", size, mandatory=True),
        entry("gold/manifest/gone.parquet", size, mandatory=False),
    )
    assert shop.rows(copy % "gold/m" + " manifest", "select id from sales") == [["a"]]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([], "No files were found"),
        ([entry("gold/good.parquet", None)], "lacks meta.content_length"),
        ([{"meta": {"content_length": 1}}], "without a url"),
        (
            [entry("gold/good.parquet", 7)],
            "its manifest says 7, File name: s3://shop-lake/gold/good",
        ),
        (
            [entry("gold/gone", 7, mandatory=True)],
            "is mandatory, File name: s3://shop-lake/gold/gone",
        ),
        ([entry("gold/gone", 7)], "No files were found"),
    ],
)
@pytest.mark.fact(
    "Redshift SQL",
    "a manifest without sizes, or with others, is refused",
    source="rsd:loading-data-files-using-manifest",
)
def test_manifests_that_are_refused(
    shop: Shop, copy: str, entries: list[dict[str, Any]], words: str
) -> None:
    shop.put("gold/good.parquet", sales("a"))
    shop.put_manifest("gold/bad", *entries)
    assert words in failure(shop, copy % "gold/bad" + " manifest")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (sales("äää"), "longer than the length defined in the table. Table: 4, Data: 6"),
        (sales("a", None), "Cannot insert a NULL value into column id"),
        (sales("a").drop_columns(["d"]), "Table columns: 4, Data columns: 3"),
        (
            pa.table({**{n: sales("a")[n] for n in "abc"}, "d": pa.array([1], pa.int32())}),
            "Column type: bigint, Parquet schema: int32",
        ),
        (
            pa.table({**{n: sales("a")[n] for n in "abc"}, "d": pa.array([1.0])}),
            "Column type: bigint, Parquet schema: double",
        ),
    ],
)
@pytest.mark.fact(
    "Redshift SQL",
    "columns go by position; a file that does not fit loads nothing",
    source="rsd:copy-usage_notes-copy-from-columnar",
)
def test_a_file_that_does_not_fit_is_named_and_nothing_is_loaded(
    shop: Shop, copy: str, content: pa.Table, words: str
) -> None:
    shop.put("gold/misfit/1.parquet", sales("a"))
    shop.put("gold/misfit/2.parquet", content)
    said = failure(shop, copy % "gold/misfit/")
    assert said.startswith("ERROR: Load into table 'sales' failed.  Check 'sys_load_error_detail'")
    assert words in said
    assert f"s3://{BUCKET}/gold/misfit/2.parquet" in said
    assert shop.rows("select count(*) from sales") == [[0]]
    detail = "select file_name from sys_load_error_detail order by start_time desc limit 1"
    assert shop.rows(detail) == [[f"s3://{BUCKET}/gold/misfit/2.parquet"]]


def test_columns_can_be_named(shop: Shop, copy: str) -> None:
    shop.put("gold/some.parquet", sales("a").select(["d", "a"]))
    named = (copy % "gold/some").replace("sales", "sales (n, id)")
    assert shop.rows(named, "select id, amount, n from sales") == [["a", True, 0]]


@pytest.mark.fact(
    "Redshift SQL",
    "COPY reads as the role that it names",
    source="rsd:copy-usage_notes-access-permissions",
)
def test_the_role_decides_what_can_be_read(shop: Shop, copy: str, cloud: Settings) -> None:
    shop.put("silver/1.parquet", sales("a"))
    said = failure(shop, copy % "silver/1.parquet")
    assert "AccessDenied" in said
    assert "s3:GetObject" in said
    stranger = copy.replace("role/copy", "role/stranger")
    assert "is not associated to cluster" in failure(shop, stranger % "gold/good.parquet")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("format as csv", "COPY option not simulated"),
        ("format as parquet maxerror 3", "maxerror 3"),
        ("", "FORMAT AS PARQUET"),
    ],
)
@pytest.mark.fact(
    "Redshift SQL",
    "COPY of Parquet takes few options",
    source="rsd:copy-usage_notes-copy-from-columnar",
    how="refused",
)
def test_options_that_are_refused(shop: Shop, copy: str, options: str, words: str) -> None:
    assert words in failure(shop, (copy % "gold/x").replace("format as parquet", options))


def test_a_prefix_without_files(shop: Shop, copy: str) -> None:
    assert "prefix 'gold/nothing/' does not exist" in failure(shop, copy % "gold/nothing/")
