"""Quarantined orders are money that waits, as far as it can be read."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from edp.insights.model import Waiting
from edp.insights.waiting import waiting
from edp.insights.waiting_words import sentences
from tests.variants.tables import rows

ORDERS = rows("waiting_money.md")


def _waiting(*records: tuple[str, str]) -> Waiting:
    con = duckdb.connect()
    con.execute("CREATE SCHEMA silver")
    con.execute("CREATE TABLE silver.transactions AS SELECT 'T0000000001' AS tx_id")
    con.execute("CREATE SCHEMA ledger")
    con.execute(
        "CREATE TABLE ledger.files (ingest VARCHAR, uri VARCHAR, version VARCHAR, dataset VARCHAR,"
        " verdict VARCHAR, bad_reasons JSON)"
    )
    con.execute(
        "CREATE TABLE quarantined (dataset VARCHAR, file VARCHAR, version VARCHAR,"
        " record_no BIGINT, item_no BIGINT, reasons VARCHAR[], raw VARCHAR, held_back BOOLEAN)"
    )
    for number, (raw, reasons) in enumerate(records, 1):
        con.execute(
            "INSERT INTO quarantined VALUES ('transactions', 'a.csv', 'v', ?, NULL, ?, ?, false)",
            [number, reasons.split(";"), raw],
        )
    return waiting(con)


@pytest.mark.parametrize("row", ORDERS, ids=[str(i) for i in range(len(ORDERS))])
def test_an_order_waits(row: dict[str, str]) -> None:
    told = _waiting((row["record"], row["reasons"]))
    assert told.unclear_orders == (row["amount"] == "unclear")
    assert [f"{m.amount} {m.currency}" for m in told.money] == (
        [] if row["amount"] in ("unclear", "no") else [row["amount"]]
    )


def test_an_order_waits_once() -> None:
    paid = '{"tx_id":"T2","amount":"%s","currency":"EUR","status":"paid"}'
    told = _waiting((paid % 10, "x:missing"), (paid % 20, "x:missing"), (paid % 20, "x:missing"))
    assert [(m.orders, m.amount) for m in told.money] == [(1, Decimal(20))]


def test_nothing_is_said_where_nothing_waits() -> None:
    assert list(sentences(_waiting())) == []


def test_a_reason_names_the_line_and_what_it_would_bring_back() -> None:
    told = _waiting(
        ("{}", "status:not_allowed"),
        ("{}", "amount:missing;status:not_allowed"),
        ("{}", "status:not_allowed;file_set_aside"),
        ("{}", "file_set_aside"),
    )
    first = told.reasons[0]
    assert (first.reason, first.records, first.alone) == ("status:not_allowed", 3, 2)
    assert first.contract is not None
    assert first.contract.startswith("contracts/gold/dim_status.yaml:")
    aside = told.reasons[1]
    assert (aside.reason, aside.records, aside.alone) == ("file_set_aside", 2, 1)
    assert aside.contract is not None
    assert aside.contract.startswith("contracts/source/transactions.yaml:")
    assert [(f.state, f.files, f.records) for f in told.files] == [("set_aside", 1, 2)]
