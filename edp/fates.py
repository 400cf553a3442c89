"""What became of every record: in silver, merged into another one, quarantined, or set aside."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from contracts import Column, Contract, datasets, load
from edp.sql import literal, quoted
from lakehouse.set_aside import REASON

_PROVENANCE = "source_uri AS uri, source_version AS version, record_no"
# By a newer version of its file.
_ONE_FILE = "source_uri = kept_uri AND source_version = kept_version"
_CORRECTED = "source_uri = kept_uri AND source_version <> kept_version"


def add_fates(con: duckdb.DuckDBPyConnection) -> None:
    """Adds the view `record_fates`: one row per fate of a record of any dataset.

    Lineage says the key, order and content of a merged record. The rest follows from the record of
    that key in silver: a `duplicate` has its order, what is `superseded` has another one or came
    in an older version of its file, and a `continuation` has no content of its own. Where no column
    orders records, a duplicate has its content, or its file. What stands in a record that was
    merged was merged as that was.
    """
    parts = [query for dataset in datasets() for query in _fates(load(f"source.{dataset}"))]
    con.execute("CREATE VIEW record_fates AS " + " UNION ALL ".join(parts))


def _fates(source: Contract) -> tuple[str, str, str]:
    name = source.name
    return (
        f"""SELECT '{name}' AS dataset, _source_uri AS uri, _source_version AS version,
                   _record_no AS record_no, 'silver' AS fate, nullif(_issues, '') AS reasons,
                   NULL::VARCHAR AS kept_uri, NULL::BIGINT AS kept_record_no,
                   {"_item_no" if source.records_in else "NULL::BIGINT"} AS item_no
            FROM silver.{name}""",
        _merged_items(source) if source.records_in else _merged(source, "'continuation'"),
        f"""SELECT '{name}', {_PROVENANCE}, CASE WHEN ends_with(reasons, {literal(REASON)})
                   THEN 'aside' ELSE 'quarantined' END, reasons, NULL, NULL, {_item(source)}
            FROM quarantine.{name}""",
    )


def _merged(source: Contract, without_content: str) -> str:
    """Merged records; what has no content of its own became something that is said here."""
    return f"""SELECT '{source.name}' AS dataset, {_PROVENANCE},
                   CASE WHEN content_hash IS NULL THEN {without_content}
                        WHEN {_CORRECTED} THEN 'superseded'
                        WHEN {_same(source)} THEN 'duplicate' ELSE 'superseded' END AS fate,
                   NULL, kept_uri, kept_record_no, {_item(source)}
            FROM lineage.{source.name} LEFT JOIN ({_kept(source)}) USING (record_key)"""


def _merged_items(source: Contract) -> str:
    """Merged records that stand in others; most of them because those were merged."""
    assert source.records_in
    above = _merged(load(f"source.{source.records_in.dataset}"), "'continuation'")
    places = "source_uri = above.uri AND source_version = above.version"
    return f"""{_merged(source, "above.fate")}
            LEFT JOIN (SELECT uri, version, record_no AS number, fate FROM ({above})) above
            ON {places} AND record_no = above.number"""


def _item(source: Contract) -> str:
    return "item_no" if source.records_in else "NULL::BIGINT"


def _same(source: Contract) -> str:
    of_file = f"content_hash = kept_hash OR {_ONE_FILE}"
    if not source.order_by:
        return of_file
    # Those without an order are told apart by their files.
    same = (
        f"record_order IS NOT DISTINCT FROM kept_order AND (record_order IS NOT NULL OR {of_file})"
    )
    # Where the contract decides between contradictions, the order alone does not tell.
    return f"{same} AND content_hash = kept_hash" if source.on_conflict else same


def _kept(source: Contract) -> str:
    columns = {c.name: c for c in source.columns}
    key = _text_of([columns[name] for name in source.keys]) if source.keys else _nth(source)
    order = _text_of([columns[name] for name in source.order_by])
    return (
        f"SELECT {key} AS record_key, {order} AS kept_order, {_hash(source)} AS kept_hash, "
        f"_source_uri AS kept_uri, "
        f"_source_version AS kept_version, _record_no AS kept_record_no FROM silver.{source.name}"
    )


def _nth(source: Contract) -> str:
    """The content of a record and which one of its equals it is, where there is no key."""
    content = _hash(source)
    return f"{content} || '#' || row_number() OVER (PARTITION BY {content})"


def _text_of(columns: Sequence[Column]) -> str:
    """A value as text, or a JSON list of several, as lineage has it."""
    if len(columns) < 2:
        return _text(columns[0]) if columns else "NULL::VARCHAR"
    members = " || ',' || ".join(f"coalesce({_marked(_text(c))}, 'null')" for c in columns)
    return f"'[' || {members} || ']'"


def _marked(text: str) -> str:
    escaped = f"""replace(replace({text}, '\\', '\\\\'), '"', '\\"')"""
    return f"""'"' || {escaped} || '"'"""


def _hash(source: Contract) -> str:
    texts = (_text(c) for c in source.columns)
    counted = " || ".join(f"coalesce(length({t}) || ':' || {t}, '-')" for t in texts)
    return f"md5({counted})"


def _text(column: Column) -> str:
    value = quoted(column.name)
    if column.type == "timestamp":
        return f"strftime({value}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"CAST({value} AS VARCHAR)"
