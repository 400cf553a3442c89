"""Records of change feeds that say they are gone, or what was there before a change.

Their values are those of a good record, and they are none: only columns that the contract does not
know say so. A contract that knows such a column takes the records.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.cleanse.columns import whole

REASON = "deletion"
# Columns that say what happened, and the words for: it was deleted, or this is the state before.
# AWS DMS, Debezium, GoldenGate, Qlik, Delta Lake, Snowflake, SAP, SQL Server.
CHANGES = (
    *("op", "_op", "__op", "op_type", "optype", "operation", "_operation", "cdc_operation", "dml"),
    *("change_type", "_change_type", "header__change_oper", "metadata$action", "record_mode"),
)
WORDS = ("d", "del", "delete", "deleted", "update_preimage")
NUMBERED, NUMBERS = "__$operation", ("1", "3")
# Columns that are true, or hold the moment, where it was deleted.
FLAGS = (
    *("deleted", "_deleted", "__deleted", "is_deleted", "isdeleted", "_is_deleted"),
    "_fivetran_deleted",
)
TRUE = ("true", "t", "yes", "y", "1", "1.0")
MOMENTS = (
    *("deleted_at", "deletedat", "deleted_on", "_sdc_deleted_at", "_ab_cdc_deleted_at"),
    *("_deleted_at", "date_deleted"),
)


def _member(names: tuple[str, ...], value: str) -> str:
    return f'"(?:{"|".join(map(re.escape, names))})":"{value}"'


def _one_of(words: tuple[str, ...]) -> str:
    return rf"\s*(?:{'|'.join(map(re.escape, words))})\s*"


MEMBERS = (
    _member(CHANGES, _one_of(WORDS)),
    _member((NUMBERED,), _one_of(NUMBERS)),
    _member(FLAGS, _one_of(TRUE)),
    _member(MOMENTS, '[1-9][^"]*'),
)
PATTERN = f"(?i)[{{,](?:{'|'.join(MEMBERS)})"


def deleted(bronze: pa.Table) -> pa.Array:
    """Which records say that they are gone, by what the contract does not know of them."""
    return pc.match_substring_regex(whole(bronze["_rescued"]), PATTERN)
