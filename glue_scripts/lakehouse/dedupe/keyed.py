"""Good records as their fates are decided by: texts of key and order, hashes of all else.

Sorting and joining whole records took three times the memory and twice the time.
"""

from __future__ import annotations

import pyspark.sql
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.dedupe.canonical import MOMENT, content_hash, key_text, order_text
from lakehouse.dedupe.survivor import END, NUMBERED_PATH

USABLE = "reasons is null"
# What the state of a record begins with: the old ones are those of a version of a file that was
# overwritten since.
OLD, NEW = "0", "1"


def keyed(judged: DataFrame, contract: Contract, *, rewritten: bool) -> DataFrame:
    """The good ones of judged records.

    They have their place, `_continues`, `_standing`, `_rescued`, `_key`, `_order`, `_hash` (of
    the content), `_state` (what records of a key are told apart by), `_by` (what decides
    conflicts), the columns of the order, and of each other column a hash, null where it is empty.

    Args:
        judged: the records; where the contract has no key and a file was overwritten, with
            `_newest`, when the last version of their file arrived (`newest_versions`).
        contract: their source contract.
        rewritten: whether any file was overwritten.
    """
    good = judged.filter(USABLE).withColumn("_key", key_text(contract))
    version = _version(contract) if rewritten else F.lit(NEW)
    hashes = [_hashed(name).alias(name) for name in values_of(contract)]
    decision = contract.on_conflict
    decides = [F.col(decision.by or "_arrived_at").alias("_by")] if decision else []
    return good.select(
        *contract.place,
        "_continues",
        "_standing",
        "_rescued",
        "_key",
        order_text(contract).alias("_order"),
        content_hash(contract).alias("_hash"),
        F.concat(version, _order(contract)).alias("_state"),
        *decides,
        *contract.order_by,
        *hashes,
    )


def values_of(contract: Contract) -> list[str]:
    """The columns in which records of one key and order may differ."""
    return sorted({*contract.column_names} - {*contract.keys, *contract.order_by})


def newest_versions(judged: DataFrame) -> DataFrame:
    """When the last version of each file arrived, as `_newest`."""
    return judged.groupBy("_source_uri").agg(F.max("_arrived_at").alias("_newest"))


def _hashed(name: str) -> pyspark.sql.Column:
    return F.when(F.isnotnull(name), F.xxhash64(name))


def _version(contract: Contract) -> pyspark.sql.Column:
    """Whether a newer version of the file says something of the key.

    A file that is overwritten is corrected: older versions stand behind all that is still said,
    whatever their order. Where there is no key, the newest version says all.
    """
    newest = F.col("_newest")
    if contract.keys:
        newest = F.max("_arrived_at").over(Window.partitionBy("_source_uri", "_key"))
    return F.when(F.col("_arrived_at") < newest, OLD).otherwise(NEW)


def _order(contract: Contract) -> pyspark.sql.Column:
    """What the states of a key are told apart by: the contract's order, or else their files."""
    if not contract.keys:
        return F.lit("")
    path = F.split("_standing", END).getItem(NUMBERED_PATH)
    arrival = F.concat(F.date_format("_arrived_at", MOMENT), F.lit(END), path)
    return F.coalesce(order_text(contract), arrival)
