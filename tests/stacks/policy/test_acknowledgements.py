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


def _ids(source: str) -> Iterator[str]:
    """What is accepted: every rule id that stands in the code, also in a list to loop over."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ID.match(node.value):
            yield node.value


def _reasons(source: str) -> Iterator[ast.expr | None]:
    """The reason of every acknowledgement; None where there is none."""
    for node in ast.walk(ast.parse(source)):
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


def test_ids_in_a_list_count_one_by_one() -> None:
    source = "for i in ('AwsSolutions-S1', 'EDP::BucketTls'):\n    accept(i)"
    assert list(_ids(source)) == ["AwsSolutions-S1", "EDP::BucketTls"]
