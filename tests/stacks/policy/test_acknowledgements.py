"""Exceptions to the rules are few, name one finding, and give a reason a reviewer can weigh."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stacks.policy.plugin import RULES

STACKS = Path(__file__).parents[3] / "stacks"
MOST = 14
_ID = re.compile(r"(AwsSolutions-|EDP::|CloudFormation-Validate::)\w")


def _is_id(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _ID.match(node.value) is not None
    )


def _reasons_by_id(tree: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """Entries of tables that give each id its reason."""
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    pairs = [pair for table in tables for pair in zip(table.keys, table.values, strict=True)]
    return [(key, value) for key, value in pairs if key is not None and _is_id(key)]


def _ids(source: str) -> Iterator[str]:
    """What is accepted: every rule id in the code, but for the keys of a table of reasons."""
    tree = ast.parse(source)
    keys = {id(key) for key, _ in _reasons_by_id(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _is_id(node) and id(node) not in keys:
            yield ast.literal_eval(node)


def _reasons(source: str) -> Iterator[ast.expr | None]:
    """The reason of every acknowledgement, None where there is none, and every table's."""
    tree = ast.parse(source)
    yield from (reason for _, reason in _reasons_by_id(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Acknowledgment"):
            yield next((word.value for word in node.keywords if word.arg == "reason"), None)


def _sources() -> list[Path]:
    return [path for path in sorted(STACKS.rglob("*.py")) if "policy" not in path.parts]


def test_there_are_fewer_than_fifteen() -> None:
    found = [f"{path.name}: {i}" for path in _sources() for i in _ids(path.read_text("utf-8"))]
    assert len(found) <= MOST, "\n".join(found)


def test_each_names_a_rule_that_exists() -> None:
    ours = {rule.id for rule in RULES}
    for path in _sources():
        for one in _ids(path.read_text("utf-8")):
            name = one.removeprefix("EDP::").partition("[")[0]
            assert not one.startswith("EDP::") or name in ours, f"{path.name}: {one}"


def test_each_gives_a_reason() -> None:
    for path in _sources():
        for reason in _reasons(path.read_text("utf-8")):
            assert _is_sentence(reason), f"{path.name}: {reason and ast.unparse(reason)}"


def _is_sentence(reason: ast.expr | None) -> bool:
    """A text of some words; a value from elsewhere is judged where it is written."""
    if isinstance(reason, ast.Constant):
        return isinstance(reason.value, str) and len(reason.value.split()) >= 5
    return reason is not None


@pytest.mark.parametrize("reason", ['"needed"', '""', "None"])
def test_an_empty_word_is_no_reason(reason: str) -> None:
    (found,) = _reasons(f"cdk.Acknowledgment(id='AwsSolutions-S1', reason={reason})")
    assert not _is_sentence(found)


def test_a_table_of_reasons_is_judged_where_it_stands_and_counted_where_it_is_used() -> None:
    table = "REASONS = {'AwsSolutions-S1': 'so'}\naccept(bucket, 'AwsSolutions-S1')"
    assert list(_ids(table)) == ["AwsSolutions-S1"]
    assert [_is_sentence(reason) for reason in _reasons(table)] == [False]


def test_ids_in_a_list_count_one_by_one() -> None:
    source = "for i in ('AwsSolutions-S1', 'EDP::BucketTls'):\n    accept(i)"
    assert list(_ids(source)) == ["AwsSolutions-S1", "EDP::BucketTls"]
