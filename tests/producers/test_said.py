"""What a producer says of its files settles what they leave open, and never overrules them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from contracts import load
from lakehouse.cleanse import minor_units
from tests.producers.made import describe, take

COLUMNS = """\
    columns: {Nr: tx_id, Wer: user_id, Betrag: amount, W: currency, Stand: status, Am: created_at}
    values: {updated_at: '2025-12-31T00:00:00Z'}
"""
HEADER = "Nr;Wer;Betrag;W;Stand;Am\n"


def rows(*told: str) -> bytes:
    """Orders, of which some cells are given: amount, currency, status, moment."""
    lines = (f"T{n:07};U0000001;{cells}" for n, cells in enumerate(told))
    return (HEADER + "\n".join(lines) + "\n").encode()


def said(tmp_path: Path, settings: str, more: str = "") -> None:
    describe(tmp_path, f"{settings}datasets:\n  transactions:\n{COLUMNS}{more}")


@pytest.mark.parametrize(
    ("settings", "cell", "column", "expected"),
    [
        ("", "1;EUR;paid;03/04/2025", "created_at", "created_at:ambiguous_timestamp"),
        ("dateOrder: day\n", "1;EUR;paid;03/04/2025", "created_at", "2025-04-03 00:00:00+00:00"),
        ("dateOrder: month\n", "1;EUR;paid;03/04/2025", "created_at", "2025-03-04 00:00:00+00:00"),
        ("dateOrder: month\n", "1;EUR;paid;03.04.2025", "created_at", "2025-03-04 00:00:00+00:00"),
        ("", "1.234;EUR;paid;2025-01-01", "amount", "amount:ambiguous_number"),
        ("decimalMark: ','\n", "1.234;EUR;paid;2025-01-01", "amount", "1234.00"),
        ("decimalMark: '.'\n", "1,234;EUR;paid;2025-01-01", "amount", "1234.00"),
    ],
)
def test_what_a_file_leaves_open_is_settled(
    tmp_path: Path, settings: str, cell: str, column: str, expected: str
) -> None:
    said(tmp_path, settings)
    assert take("acme/o.csv", rows(cell), "transactions").column(column) == [expected]


@pytest.mark.parametrize(
    ("settings", "open_", "shown", "column", "note"),
    [
        (
            "dateOrder: month\n",
            "1;EUR;paid;03/04/2025",
            "1;EUR;paid;25/04/2025",
            "created_at",
            "created_at: the producer says the month first, the file shows the day first",
        ),
        (
            "decimalMark: '.'\n",
            "1.234;EUR;paid;2025-01-01",
            "12,50;EUR;paid;2025-01-01",
            "amount",
            "amount: the producer says a decimal point, the file shows a decimal comma",
        ),
    ],
)
def test_a_contradiction_is_told_and_what_depends_on_it_is_quarantined(
    tmp_path: Path, settings: str, open_: str, shown: str, column: str, note: str
) -> None:
    said(tmp_path, settings)
    found = take("acme/o.csv", rows(open_, shown), "transactions")
    assert [r["reasons"] is None for r in found.records] == [False, True]
    assert found.column(column)[0].startswith(f"{column}:ambiguous_")
    assert [told.startswith(note) for told in found.notes] == [True]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2025-01-10 12:00:00", "2025-01-10 11:00:00+00:00"),
        ("10.07.2025 12:00", "2025-07-10 10:00:00+00:00"),
        ("2025-07-10T12:00:00Z", "2025-07-10 12:00:00+00:00"),
        ("2025-07-10 12:00:00 +0500", "2025-07-10 07:00:00+00:00"),
        ("1752148800", "2025-07-10 12:00:00+00:00"),
        ("20250710120000", "2025-07-10 10:00:00+00:00"),
        # A day alone is no moment of a clock.
        ("2025-07-10", "2025-07-10 00:00:00+00:00"),
        # The hour that clocks skip, and the first of the two that they show twice.
        ("2025-03-30 02:30:00", "created_at:invalid_timestamp"),
        ("2025-10-26 02:30:00", "2025-10-26 00:30:00+00:00"),
    ],
)
def test_moments_without_a_zone_are_those_of_the_producers_clocks(
    tmp_path: Path, moment: str, expected: str
) -> None:
    said(tmp_path, "timeZone: Europe/Berlin\n")
    found = take("acme/o.csv", rows(f"1;EUR;paid;{moment}"), "transactions")
    assert found.column("created_at") == [expected]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1999;EUR", "19.99"),
        ("5;EUR", "0.05"),
        ("1999.0;EUR", "19.99"),
        ("19.99;EUR", "amount:ambiguous_number"),
        ("1999;", "amount:ambiguous_number;currency:missing"),
    ],
)
def test_minor_units_are_moved_by_the_decimals_of_their_currency(
    tmp_path: Path, amount: str, expected: str
) -> None:
    said(tmp_path, "", "    minorUnits: [amount]\n")
    found = take("acme/o.csv", rows(f"{amount};paid;2025-01-01"), "transactions")
    assert found.column("amount") == [expected]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("500;ISK", "5.00"),
        ("5000;MGA", "5000.00"),
        ("5000;UGX", "amount:ambiguous_number"),
        ("500;JPY", "500.00"),
    ],
)
def test_a_producer_may_count_another_unit_than_the_standard(
    tmp_path: Path, amount: str, expected: str
) -> None:
    """As Stripe does: https://docs.stripe.com/currencies#special-cases."""
    said(tmp_path, "", "    minorUnits: [amount]\n    decimals: {ISK: 2, MGA: 0, UGX: null}\n")
    found = take("acme/o.csv", rows(f"{amount};paid;2025-01-01"), "transactions")
    assert found.column("amount") == [expected]


def test_currencies_have_decimals_of_their_own() -> None:
    spec = next(c for c in load("source.transactions").columns if c.name == "amount")
    stated = pa.array(["EUR", "JPY", "KWD", "XAU"])
    found = minor_units.judge(pa.array(["1990"] * 4), spec, stated)
    assert [str(value) for value in found.values.to_pylist()] == [
        "19.90",
        "1990.00",
        "1.99",
        "None",
    ]
    assert found.codes.to_pylist() == [None, None, None, "ambiguous_number"]


def test_words_and_values(tmp_path: Path) -> None:
    more = "    words: {status: {paid: [bezahlt], refunded: [zurück]}}\n"
    describe(
        tmp_path,
        "datasets:\n  transactions:\n"
        + COLUMNS.replace("values: {", "values: {currency: EUR, ")
        + more,
    )
    content = rows("1;;bezahlt;2025-01-01", "1;USD;zurück;2025-01-01")
    found = take("acme/o.csv", content, "transactions")
    assert found.column("status") == ["paid", "refunded"]
    assert found.column("currency") == ["EUR", "USD"]
    assert found.notes == [
        "currency: the producer says 'EUR', 1 records say otherwise: what a record says counts"
    ]


@pytest.mark.parametrize(
    ("settings", "content", "expected"),
    [
        ("encoding: windows-1252\n", rows("1;EUR;paid;x").replace(b"x", b"\xe4"), "accept"),
        ("encoding: windows-1252\n", rows("1;EUR;paid;\u00e4"), "contradicts_producer"),
        ("encoding: windows-1252\n", rows("1;EUR;paid;x"), "accept"),
        ("encoding: utf-8\n", "\ufeff".encode() + rows("1;EUR;paid;x"), "accept"),
        ("encoding: windows-1252\n", rows("1;EUR;paid;x").decode().encode("utf-16"),
         "contradicts_producer"),
        ("delimiter: ';'\n", rows("1;EUR;paid;x"), "accept"),
        ("delimiter: ','\n", rows("1;EUR;paid;x"), "no_header"),
        ("delimiter: ','\n", b"sep=;\n" + rows("1;EUR;paid;x"), "contradicts_producer"),
        ("skipLines: 2\n", b"a;b;c\nd;e;f\n" + rows("1;EUR;paid;x"), "accept"),
        ("skipLines: 2\n", rows("1;EUR;paid;x", "1;EUR;paid;x", "1;EUR;paid;x"), "no_header"),
    ],
)  # fmt: skip
def test_how_the_bytes_are_read(
    tmp_path: Path, settings: str, content: bytes, expected: str
) -> None:
    said(tmp_path, settings)
    verdict = take("acme/o.csv", content, "transactions").verdict
    assert (verdict.reason or verdict.outcome) == expected


ORDERS = b'{"page": 1, "orders": [{"Nr": "T0000001"}], "old": [{"Nr": "T0000002"}]}'


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ("", "ambiguous_records"),
        ("    records: orders\n", "accept"),
        ("    records: lines\n", "contradicts_producer"),
    ],
)
def test_which_array_holds_the_records(tmp_path: Path, records: str, expected: str) -> None:
    describe(tmp_path, f"datasets:\n  transactions:\n    columns: {{Nr: tx_id}}\n{records}")
    found = take("acme/o.json", ORDERS, "transactions")
    assert (found.verdict.reason or found.verdict.outcome) == expected
    assert [r["tx_id"] for r in found.records] == (["T0000001"] if expected == "accept" else [])


def test_values_out_of_arrays_and_joined(tmp_path: Path) -> None:
    describe(
        tmp_path,
        """\
datasets:
  events:
    columns:
      who + at: event_id
      params[key=page].value.s: session_id
      items[0].sku: product_id
      kind: event_type
      at: ts
""",
    )
    line = (
        b'{"who": "E00000", "at": "1752148800", "kind": "view", "items": [{"sku": "P001"}],'
        b' "params": [{"key": "x"}, {"key": "page", "value": {"s": "S1"}}]}\n'
    )
    (found,) = take("acme/e.ndjson", line * 2, "events").records[:1]
    assert (found["session_id"], found["product_id"]) == ("S1", "P001")
    assert found["reasons"] in (None, "event_id:bad_format")
