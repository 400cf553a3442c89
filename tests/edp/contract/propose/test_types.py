"""What is proposed for a column, by its name and its values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from contracts import fold
from edp.contract.propose.checked import loaded
from edp.contract.propose.model import Proposal, Proposed
from edp.contract.propose.propose import propose

# Name, values, type and a part of the question, or none.
CASES: dict[str, tuple[str, Sequence[str], str, str | None]] = {
    "whole numbers": ("visits", ["1", "20", "-3"], "integer", None),
    "one of them is too large": ("visits", ["1", "20", "5000000000"], "bigint", None),
    "decimals of all records": ("weight", ["1", "2.5", "0.125", "3.0"], "decimal(13,3)", None),
    "decimal comma": ("weight", ["1,25", "2,50", "1.000,75"], "decimal(12,2)", None),
    "thousands or decimals": ("weight", ["1,234", "2,345"], "string", "decimal mark"),
    "whole money": ("price", ["10", "20"], "decimal(12,2)", "or integer?"),
    "no values are none": ("visits", ["1", "n/a", "NULL", "-", "7"], "integer", None),
    "zeros in front": ("article_no", ["00123", "00007", "12345"], "string", None),
    "zeros in front, and no number by name": ("size", ["01", "02", "10"], "string", "zeros"),
    "postcode": ("zip", ["10115", "80331"], "string", None),
    "identifier of digits": ("customer_id", ["17", "23"], "string", "text or an integer"),
    "phone": ("phone", ["+49 151 12345678", "0049-30-1234567"], "string", None),
    "true and false": ("paid", ["yes", "no", "yes"], "boolean", None),
    "0 and 1": ("paid", ["0", "1", "1"], "integer", "boolean or an integer"),
    "only one word": ("paid", ["y", "y"], "string", "single word"),
    "moments": ("seen", ["2024-03-01T12:00:00Z", "2024-03-02 08:15:00"], "timestamp", None),
    "dates": ("born", ["2024-03-01", "1999-12-31"], "date", None),
    "day first": ("seen", ["31.12.2024", "01.02.2024"], "date", None),
    "day first by one": ("seen", ["31/12/2024", "01/02/2024"], "date", "day first"),
    "day or month first": ("seen", ["01/02/2024", "03/04/2024"], "string", "which the month"),
    "both orders": ("seen", ["31/12/2024", "12/31/2024", "03/03/2024"], "date", "some the month"),
    "days that are named like moments": ("seen_at", ["2024-03-01"] * 2, "timestamp", "or a date"),
    "midnights": ("seen", ["2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"], "timestamp", None),
    "seconds since 1970": ("created_at", ["1709294400", "1709294401"], "timestamp", None),
    "numbers like moments": ("counted", ["1709294400", "1709294401"], "bigint", "moments"),
    "digits of days": ("counted", ["20240131", "20240229"], "integer", "moments"),
    "nearly all numbers": ("visits", ["5"] * 99 + ["five"], "integer", "'five'"),
    "half of them numbers": ("visits", ["5"] * 6 + ["five"] * 4, "string", "damage, or a text"),
    "nothing": ("visits", ["n/a", "NULL"], "string", "no sample has a value"),
    "text": ("remark", ["good", "12 pieces"], "string", None),
    "lists": ("tags", ["[1, 2]", "[3]"], "string", "array"),
}


def proposed(folder: Path, name: str, values: Sequence[str]) -> tuple[Proposal, Proposed]:
    """What is proposed for a column beside one that identifies records."""
    file = folder / "things.ndjson"
    rows = ({"thing_id": f"t{n}", name: value} for n, value in enumerate(values))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = propose([file], None)
    return found, next(p for p in found.columns if p.column.name == name)


@pytest.mark.parametrize("case", CASES)
def test_types_and_questions(case: str, tmp_path: Path) -> None:
    name, values, type_, asked = CASES[case]
    proposal, found = proposed(tmp_path, name, values)
    assert found.column.type == type_, found
    questions = [q for q in found.questions if "currency" not in q]
    assert [asked in q for q in questions] == ([True] if asked else []), questions
    assert loaded(proposal).typed_columns == tuple(
        f"{p.column.name} {p.column.type}" for p in proposal.columns
    )


def test_a_few_words_are_allowed_values_as_they_are_mostly_written(tmp_path: Path) -> None:
    values = ["Open"] * 20 + ["Closed"] * 20 + ["open"] * 3 + ["unknown"] * 2
    _, found = proposed(tmp_path, "state", values)
    assert (found.column.allowed, found.questions) == (
        {"Closed": (), "Open": ()},
        ("are these all values?", "no value of the type in 2 records: required?"),
    )


def test_identifiers_that_differ_in_capitals_are_not_made_one_in_silence(tmp_path: Path) -> None:
    values = [f"{'oO'[n % 2]}{n // 2:06d}" for n in range(60)]
    _, found = proposed(tmp_path, "order_id", values)
    assert found.column.letter_case is None
    assert any("capitals" in question for question in found.questions)


def test_identifiers_have_a_pattern(tmp_path: Path) -> None:
    _, found = proposed(tmp_path, "order_id", [f"o{n:06d}" for n in range(30)])
    assert (found.column.pattern, found.column.letter_case) == ("^o[0-9]{6,}$", None)
    assert not found.questions


PERSONAL = {
    "email": ["ada@example.com", "Bob@Example.org"],
    "contact": ["ada@example.com", "bob@example.org"],
    "mobile": ["+4915112345678", "+4915112345679"],
    "last_name": ["Lovelace", "Noether"],
    "name": ["Ada Lovelace", "Emmy Noether"],
    "driver_name": ["Ada Lovelace", "Emmy Noether"],
    "ssn": ["012345678", "112345678"],
    "birth_date": ["1990-01-31"] * 30 + ["long ago"],
    "phone": ["+4915112345678", "call me"],
    "street": ["Hauptstr. 7", "Long Lane 12"],
}


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_data_is_marked_and_not_shown(name: str, tmp_path: Path) -> None:
    proposal, found = proposed(tmp_path, name, PERSONAL[name])
    assert found.column.personal
    (column,) = (c for c in loaded(proposal).columns if c.name == name)
    assert column.personal
    assert not any(value in column.example for value in PERSONAL[name])
    told = json.dumps(proposal.to_json())
    assert not any(value in told for value in PERSONAL[name])


def test_names_of_things_are_a_question(tmp_path: Path) -> None:
    _, found = proposed(tmp_path, "product_name", ["X200", "Chair", "Lamp 3"])
    assert (found.column.personal, len(found.questions)) == (False, 1)


def test_names_are_ones_that_the_loader_takes(tmp_path: Path) -> None:
    names = ("a.b", "a_b", "no", "Reasons", "1st", "Größe", "\U0001f600", "null", "x" * 90)
    file = tmp_path / "on.ndjson"
    file.write_text((json.dumps(dict.fromkeys(names, "some text")) + "\n") * 2, "utf-8")
    found = loaded(propose([file], None))
    called = ("a_b_2", "a_b", "no", "reasons_", "column_1st", "grosse", "column", "null", "x" * 60)
    assert (found.name, found.column_names) == ("on", called)
    assert {found.names[fold(name)] for name in names} == {*called}


def test_values_of_any_characters_are_proposed(tmp_path: Path) -> None:
    odd = ["it's", 'a "b"', "# no comment", "{x: [y]}", "a\u0085b", "\\n", "é: ü", "a\u000fb"]
    proposal, found = proposed(tmp_path, "remark", odd)
    assert loaded(proposal).columns[-1].example == found.column.example
