"""Moments as producers write them (timestamps.md)."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from contracts import Column, Contract, RowRule
from lakehouse.bronze.writer import bronze_schema
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged
from tests.variants.tables import rows

PAGE = "timestamps.md"
ARRIVED = datetime(2026, 6, 1, tzinfo=UTC)
RANGE = ("2010-01-01", "2035-12-31")


def contract(
    required: bool = False,
    bounds: tuple[str | None, str | None] = RANGE,
    written_as: tuple[str, ...] = (),
) -> Contract:
    columns = tuple(
        Column(
            name,
            "timestamp",
            "",
            "",
            required and name == "at",
            minimum=bounds[0],
            maximum=bounds[1],
            written_as=written_as,
        )
        for name in ("at", "elsewhere")
    )
    rule = RowRule("before", "", "at < elsewhere")
    return Contract("source", "things", "1", "", "", "", columns, rules=(rule,))


def outcomes(of: Contract, *records: dict[str, str | None]) -> list[str]:
    """What becomes of the moments of records of one file."""
    there = [{"_arrived_at": ARRIVED} | r for r in records]
    bronze = pa.Table.from_pylist(there, bronze_schema(of))
    found = judged(bronze, of, Evidence.of([bronze], of))
    return [
        (reasons or _shown(at)).removeprefix("at:")
        for at, reasons in zip(found["at"].to_pylist(), found["reasons"].to_pylist(), strict=True)
    ]


def _shown(at: datetime | None) -> str:
    if at is None:
        return "no value"
    text = str(at).removesuffix("+00:00")
    return text.rstrip("0") if "." in text else text


ALONE = ("As programs write them", "Names of zones", "As people write them", "Digits")


@pytest.mark.parametrize("row", [r for s in ALONE for r in rows(PAGE, s)], ids=lambda r: r["text"])
def test_a_text_alone_in_its_file_becomes(row: dict[str, str]) -> None:
    assert outcomes(contract(), {"at": row["text"]}) == [row["outcome"]]


@pytest.mark.parametrize(
    "row", rows(PAGE, "Beside other values"), ids=lambda r: " ".join(r.values())
)
def test_a_text_beside_others_becomes(row: dict[str, str]) -> None:
    others: list[dict[str, str | None]] = [{"at": t} for t in row["others"].split("; ") if t]
    elsewhere: dict[str, str | None] = {"elsewhere": row["elsewhere"] or None}
    assert outcomes(contract(), {"at": row["text"]}, *others, elsewhere)[0] == row["outcome"]


@pytest.mark.parametrize("row", rows(PAGE, "With a word of the contract"), ids=str)
def test_where_the_file_says_nothing_the_contract_may(row: dict[str, str]) -> None:
    of = contract(written_as=(row["written as"],))
    found = outcomes(of, {"at": row["text"]}, {"at": row["others"] or None})
    assert found[0] == row["outcome"]


@pytest.mark.parametrize(
    ("section", "of"),
    [
        ("No date in a column that may be empty", contract()),
        ("No date in a required column", contract(required=True)),
        ("In a column without a range", contract(bounds=(None, None))),
    ],
)
def test_texts_become(section: str, of: Contract) -> None:
    found = {row["text"]: outcomes(of, {"at": row["text"]})[0] for row in rows(PAGE, section)}
    assert found == {row["text"]: row["outcome"] for row in rows(PAGE, section)}


@pytest.mark.parametrize(
    "row", rows(PAGE, "Rules between columns"), ids=lambda r: " ".join(r.values())
)
def test_a_rule_claims_no_more_than_the_texts_do(row: dict[str, str]) -> None:
    found = outcomes(contract(), {"at": row["delivered"], "elsewhere": row["created"]})[0]
    assert ("before" if found == "before" else "good") == row["outcome"]
