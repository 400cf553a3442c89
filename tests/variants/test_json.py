"""JSON as systems write it (`json.md`)."""

from __future__ import annotations

import pytest

from contracts import load
from lakehouse.reader.layout import Layout
from tests.glue_scripts.judging import EVENTS, judge, said, values
from tests.variants.tables import rows

TRANSACTIONS = Layout.of(load("source.transactions"))
Row = dict[str, str]


def _bytes(content: str) -> bytes:
    return content.encode("latin-1")


@pytest.mark.parametrize("row", rows("json.md", "Where the records are"), ids=str)
def test_records_are_found_where_they_are(row: Row) -> None:
    content = _bytes(row["content"])
    assert said(row["file"], content, EVENTS) == row["verdict"]
    verdict, taken = judge(row["file"], content, EVENTS)
    if row["event_id"]:
        assert "/".join(v or "-" for v in values(taken, "event_id")) == row["event_id"]
    assert row["told"] in "\n".join(verdict.facts.notes)
    assert bool(row["told"]) == bool(verdict.facts.notes)


@pytest.mark.parametrize("row", rows("json.md", "Without a dataset"), ids=str)
def test_only_objects_may_stand_one_behind_the_other(row: Row) -> None:
    assert said(row["file"], _bytes(row["content"])) == row["verdict"]


@pytest.mark.parametrize("row", rows("json.md", "No number"), ids=str)
def test_no_number_damages_its_record_beside_a_good_object(row: Row) -> None:
    assert said(row["file"], _bytes(row["content"])) == row["verdict"]
    notes = judge(row["file"], _bytes(row["content"]))[0].facts.notes
    assert row["told"] in "\n".join(notes)
    assert bool(row["told"]) == bool(notes)


@pytest.mark.parametrize("row", rows("json.md", "Damage in documents without records"), ids=str)
def test_damage_is_found_where_no_record_is(row: Row) -> None:
    assert said(row["file"], _bytes(row["content"])) == row["verdict"]


@pytest.mark.parametrize("row", rows("json.md", "Looks like JSON"), ids=str)
def test_a_refusal_names_the_shape(row: Row) -> None:
    verdict, _ = judge("x.json", _bytes(row["content"]))
    assert (verdict.outcome, verdict.reason) == ("reject", "not_json")
    assert row["told"] in str(verdict.detail)


@pytest.mark.parametrize("times", [1, 100])
@pytest.mark.parametrize("row", rows("json.md", "Types around values"), ids=str)
def test_a_value_is_read_out_of_its_type(row: Row, times: int) -> None:
    content = "\n".join([row["record"]] * times).encode()
    _, taken = judge("x.ndjson", content, TRANSACTIONS)
    found = [[v or "-" for v in values(taken, c)] for c in (row["column"], "_rescued")]
    assert found == [[row["becomes"]] * times, [row["kept aside"]] * times]
