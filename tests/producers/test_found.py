"""Which producer a file is of, what a producer file may say, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts import ContractError
from contracts.producers.found import names_of, producer_of, producers
from contracts.producers.model import raw_name
from contracts.roots import use
from lakehouse.storage.interface import dataset_of
from tests.producers.made import HEAD, describe

BOTH = "datasets:\n  transactions:\n  users:\n    columns: {customer.id: user_id}\n"


@pytest.mark.parametrize(
    ("files", "uri", "dataset"),
    [
        ("acme/", "acme/2025/x.csv", "transactions"),
        ("acme/orders*.json", "acme/orders-1.json", "transactions"),
        ("acme/orders*.json", "acme/orders-1.json.gz", "transactions"),
        ("acme/orders*.json", "transactions/replayed/20250101/acme/orders-1.json", "transactions"),
        ("acme/orders*.json", "acme/people.json", None),
        ("acme/orders*.json", "acme/all.zip!/orders-1.json", "transactions"),
        ("acme/", "acme/all.zip!/orders-1.json", "transactions"),
        ("*/odd*.csv", "anything/odd1.csv", "transactions"),
        ("events/odd*.csv", "events/odd1.csv", "transactions"),
        ("events/odd*.csv", "events/even1.csv", "events"),
    ],
)
def test_which_files_are_a_producers(
    tmp_path: Path, files: str, uri: str, dataset: str | None
) -> None:
    describe(tmp_path, BOTH, files)
    assert dataset_of(uri) == dataset


def test_a_file_of_two_datasets_is_taken_under_two_names(tmp_path: Path) -> None:
    describe(tmp_path, BOTH)
    names = names_of("acme/x.json")
    assert [(name, dataset_of(name)) for name in names] == [
        ("acme/x.json", "transactions"),
        ("acme/x.json#as-users", "users"),
    ]
    assert {raw_name(name) for name in names} == {"acme/x.json"}


def test_the_longest_pattern_counts(tmp_path: Path) -> None:
    describe(tmp_path, BOTH)
    other = tmp_path / "contracts/producer/other.yaml"
    text = HEAD.replace("acme", "other")
    other.write_text(f"{text}files: [acme/people*]\ndatasets: {{users: }}\n")
    named = [producer_of(uri) for uri in ("acme/people.csv", "acme/x.csv")]
    assert [p.name for p in named if p] == ["other", "acme"]


def test_the_mark_is_of_what_matters(tmp_path: Path) -> None:
    def mark(text: str, number: int) -> str:
        describe(tmp_path / str(number), text)
        (found,) = [p for p in producers() if p.name == "acme"]
        return found.mark

    same = mark(BOTH, 1)
    assert mark(f"# A remark.\n{BOTH}", 2) == same
    assert mark(f"timeZone: UTC\n{BOTH}", 3) != same


REFUSED = [
    ("dateOrder: year\n", ":6: dateOrder: is 'year'; allowed: day, month"),
    ("timeZone: Berlin\n", ":6: timeZone: is 'Berlin'; allowed: a name of the IANA time zone"),
    ("encoding: klingon\n", ":6: encoding: is 'klingon'; allowed: one that Python knows"),
    ("delimiter: ab\n", ":6: delimiter: is 'ab'; allowed: one sign"),
    ("skipLines: 1.5\n", ":6: skipLines: is 1.5; allowed: a whole number, 0 to 1000"),
    ("colour: red\n", ":6: colour: unknown; allowed: dataset"),
]


@pytest.mark.parametrize(("line", "expected"), REFUSED)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    describe(tmp_path, f"{line}{BOTH}")
    with pytest.raises(ContractError) as refusal:
        producers()
    assert expected in str(refusal.value)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("orders: {}", "no such dataset; allowed: events, transactions, users"),
        ("users: {columns: {a: shoe}}", "users.columns.a: no column 'shoe'; allowed: user_id"),
        ("users: {values: {shoe: '7'}}", "users.values.shoe: no column 'shoe'"),
        ("users: {words: {name: {x: [y]}}}", "no value of name; allowed: a column with allowed"),
        ("transactions: {words: {status: {gone: [y]}}}", "no value of status; allowed: "),
        ("transactions: {minorUnits: [status]}", "no amount with a currency; allowed: amount"),
        (
            "users: {rows: x}",
            "unknown; allowed: columns, decimals, minorUnits, records, values, words",
        ),
        (
            "transactions: {decimals: {ISK: 9}}",
            "is 9; allowed: 0 to 4, or nothing where nobody knows",
        ),
        ("transactions: {decimals: {BTC: 2}}", "no currency 'BTC'; allowed: a code of ISO 4217"),
    ],
)
def test_what_datasets_do_not_have_is_refused(tmp_path: Path, part: str, expected: str) -> None:
    describe(tmp_path, f"datasets:\n  {part}\n")
    with pytest.raises(ContractError) as refusal:
        producers()
    assert f"{tmp_path}/contracts/producer/acme.yaml:7: datasets." in str(refusal.value)
    assert expected in str(refusal.value)


def test_without_producers_nothing_changes() -> None:
    use([])
    assert names_of("users/x.csv") == ["users/x.csv"]
    assert [dataset_of(uri) for uri in ("users/x.csv", "users1.csv", "x/y.csv")] == [
        "users", "users", None,
    ]  # fmt: skip
