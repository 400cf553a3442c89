"""The answer key against a slow reading of the two rules pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from contracts.load import load
from contracts.model import fold
from generator import generate
from tests.generator.clean_by_rules import clean
from tests.generator.columns_by_rules import by_column
from tests.generator.groups_by_rules import chosen, continues, when
from tests.generator.numbers_by_rules import decimal_mark
from tests.generator.read_back import read
from tests.generator.times_by_rules import digit_form, slash_order

SEEDS = (11, 12)
CONTINUES = "it goes on with the row above"


@pytest.fixture(scope="module", params=SEEDS)
def raw(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("raw")
    generate(4_000, request.param, 1.0, out, workers=1)
    return out


def key_rows(raw: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(raw / "_answer_key" / name).to_pylist()
    return rows


def test_every_record_has_the_fate_that_the_rules_want(raw: Path) -> None:
    expected = {(r["path"], r["record_no"]): r for r in key_rows(raw, "records")}
    truth = {
        (r["path"], r["record_no"]): r
        for dataset in ("events", "transactions", "users")
        for r in key_rows(raw, f"truth/{dataset}")
    }
    good: dict[tuple[str, str], list[Good]] = {}
    wrong = []
    for facts in key_rows(raw, "files"):
        if facts["verdict"] in ("reject", "empty", "passed_over"):
            continue
        for number, found in enumerate(_judged(raw, facts), 1):
            place = (facts["path"], number)
            record = expected.pop(place)
            problem = _compare(found, record, truth.get(place))
            if problem:
                wrong.append((place, record["kinds"], problem))
            elif _takes_part(found, record):
                good.setdefault((facts["dataset"], record["key"]), []).append(
                    Good(found[0], found[3], place, record)
                )
    assert not wrong, "\n".join(map(str, wrong[:10]))
    assert not expected
    for (dataset, _), members in good.items():
        _check_group(members, load(f"source.{dataset}").order_by[0])


def _judged(raw: Path, facts: dict[str, Any]) -> list[Any]:
    """Of each record its clean values, reasons and notes, or why it cannot be read."""
    contract = load(f"source.{facts['dataset']}")
    records = read(raw / facts["path"], facts)
    dated: dict[str, list[str]] = {}
    for record in records:
        for name, text in record.items() if isinstance(record, dict) else ():
            dated.setdefault(contract.names.get(fold(name), ""), []).append(text or "")
    orders = {name: slash_order(texts) for name, texts in dated.items()}
    marks = {name: decimal_mark(texts) for name, texts in dated.items()}
    digits = (digit_form(texts) for texts in dated.values())
    order = next((o for o in (*orders.values(), *digits) if o), "")
    judged: list[Any] = []
    for record in records:
        if isinstance(record, dict):
            texts, others = by_column(contract, facts["path"], record)
            found = clean(facts["dataset"], texts, order, marks)
            judged.append((*found, others))
        else:
            judged.append(record)
    return _continued(judged, contract.keys[0], contract.order_by[0])


def _continued(judged: list[Any], key: str, order: str) -> list[Any]:
    """The same, with rows that only go on with the row above marked."""
    marked, above = [], None
    for found in judged:
        if not isinstance(found, str) and above and continues(found, above, key, order):
            marked.append(CONTINUES)
        else:
            marked.append(found)
            above = None if isinstance(found, str) else found[0]
    return marked


def _aside(found: Any) -> str:
    own = found if isinstance(found, str) else ";".join(found[1])
    return f"{'' if found is CONTINUES else own};file_set_aside".removeprefix(";")


def _takes_part(found: Any, record: dict[str, Any]) -> bool:
    return not isinstance(found, str) and not found[1] and record["outcome"] != "aside"


def _compare(found: Any, record: dict[str, Any], true: dict[str, Any] | None) -> object:
    if record["outcome"] == "aside":
        return None if record["reasons"] == _aside(found) and true is None else (found, record)
    if isinstance(found, str):
        # Whatever becomes of the row above, one that goes on with it goes into it.
        wanted = ("continuation", "") if found is CONTINUES else ("quarantined", found)
        fine = (record["outcome"], record["reasons"]) == wanted
        return None if fine and true is None else (found, record)
    values, reasons, notes, _ = found
    if not reasons and record["reasons"] == "conflict":
        return None if true is None else ("truth", record, true)
    if reasons or record["outcome"] == "quarantined":
        fine = record["outcome"] == "quarantined" and record["reasons"] == ";".join(reasons)
        return None if fine and true is None else (values, reasons, record)
    if record["reasons"] != ";".join(notes):
        return (notes, record)
    if (record["outcome"] == "silver") != (true is not None):
        return ("truth", record, true)
    if true is not None:
        different = {n: (v, true[n]) for n, v in values.items() if v != true[n]}
        return different or None
    return None


@dataclass
class Good:
    """A record whose values are clean."""

    values: dict[str, Any]
    others: dict[str, str]
    place: tuple[str, int]
    record: dict[str, Any]


def _check_group(members: list[Good], order: str) -> None:
    """Of the good records of one key the rules keep one, or none."""
    kept = chosen([(m.values, m.others, m.place) for m in members], order)
    for member in members:
        record, moment = member.record, when(member.values, order)
        there = (record["outcome"], record["kept_path"], record["kept_record_no"])
        if kept is None or moment > when(kept[0], order):
            assert (there, record["reasons"]) == (("quarantined", None, None), "conflict"), record
        elif member.place == kept[2]:
            assert there[0] == "silver", record
        else:
            wanted = "duplicate" if moment == when(kept[0], order) else "superseded"
            assert there == (wanted, *kept[2]), record
