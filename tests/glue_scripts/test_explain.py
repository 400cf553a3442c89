"""Why records are bad, in a line that explains itself and shows no customer."""

from __future__ import annotations

import json
from dataclasses import replace

import pyarrow as pa
import pytest

from contracts import load
from lakehouse.silver.explain import explained, fault
from lakehouse.silver.reason_counts import Tally

ORDERS, USERS = load("source.transactions"), load("source.users")


def rows(*records: tuple[int, str | None, str | None]) -> pa.Table:
    numbers, reasons, raws = zip(*records, strict=True)
    return pa.table(
        {
            "_record_no": pa.array(numbers, pa.int64()),
            "reasons": pa.array(reasons, pa.string()),
            "raw_record": pa.array(raws, pa.string()),
        }
    )


def test_reasons_are_counted_one_by_one_with_the_first_record_of_each() -> None:
    tally = Tally()
    tally.take("t.csv", rows((1, None, None), (5, "amount:missing;status:missing", "{}")))
    tally.take("t.csv", rows((2, "status:missing", '{"a":"b"}'), (3, None, None)))
    assert (tally.records, tally.bad) == (4, 2)
    assert tally.reasons["amount:missing"].count == 1
    status = tally.reasons["status:missing"]
    assert (status.count, status.record_no, status.raw) == (2, 2, '{"a":"b"}')


def test_examples_do_not_depend_on_the_order_of_files() -> None:
    one, other = Tally(), Tally()
    one.take("b.csv", rows((1, "amount:missing", "b")))
    other.take("a.csv", rows((9, "amount:missing", "a"), (8, "status:missing", "a")))
    assert Tally.of([one, other]) == Tally.of([other, one])
    assert Tally.of([one, other]).reasons["amount:missing"].uri == "a.csv"
    assert one.reasons["amount:missing"].count == 1, "what is added up stays as it is"


def test_the_three_most_frequent_reasons_with_their_line() -> None:
    tally = Tally()
    many = [(n, "amount:too_precise", '{"amount":"1.2345"}') for n in range(1, 4)]
    tally.take("t.csv", rows(*many, *((n, f"{c}:missing", "{}") for n, c in enumerate("dcba", 7))))
    found = explained(tally, ORDERS)
    assert [why.reason for why in found] == ["amount:too_precise", "a:missing", "b:missing"]
    assert str(found[0]).startswith(
        "amount:too_precise 3 times (t.csv record 1: '1.2345', expected at most 2 decimals, "
        "contracts/source/transactions.yaml:"
    )
    assert str(found[1]).startswith("a:missing once (t.csv record 10: ''")


@pytest.mark.parametrize(
    ("reason", "raw", "expected"),
    [
        ("amount:invalid_number", {"amount": "1,2,3", "tx_id": "T1"}, "1,2,3"),
        ("amount:missing", {"tx_id": "T1"}, ""),
        (
            "delivered_before_created",
            {"delivered_at": "2025-01-01", "created_at": "2026"},
            "delivered_at 2025-01-01, created_at 2026",
        ),
        ("status:not_allowed", {"status": "x" * 100}, "x" * 59 + "…"),
    ],
)
def test_the_value_at_fault(reason: str, raw: dict[str, str], expected: str) -> None:
    assert fault(json.dumps(raw), reason, ORDERS) == expected


def test_a_record_without_columns_is_shown_as_it_came() -> None:
    assert fault("T1,only,three", "ragged_row", ORDERS) == "T1,only,three"
    assert fault('{"amount":"1', "amount:missing", ORDERS) == '{"amount":"1'


def test_of_personal_data_only_the_form_is_shown() -> None:
    raw = json.dumps({"email": "Ada.7@@example.org", "age": "200"})
    assert fault(raw, "email:bad_format", USERS) == "Xxx.9@@xxxxxxx.xxx"
    assert fault(raw, "age:out_of_range", USERS) == "200"
    assert fault("U1,Ada,7", "ragged_row", USERS) == "X9,Xxx,9"
    public = replace(USERS, columns=tuple(replace(c, personal=False) for c in USERS.columns))
    assert fault("U1,Ada,7", "ragged_row", public) == "U1,Ada,7"
