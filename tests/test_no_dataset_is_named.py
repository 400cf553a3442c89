"""The platform's code names no dataset: what it does follows from the contracts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import datasets

ROOT = Path(__file__).parents[1]
FOLDERS = ("config", "contracts", "edp", "glue_scripts", "lake_protocol", "mwaa_dags", "stacks")
# `local_cloud` knows AWS, whose services have users and events.
# What may say such a word, and why.
ALLOWED = {
    "edp/cloud/logs.py": "CloudWatch Logs answers with `events`",
    "edp/cloud/reasons.py": "an event of EventBridge",
    "edp/insights/": "the report on the shop: it asks the shop's gold tables",
    "edp/score/": "the answer key of the generator, which makes the shop's files",
    "stacks/constructs/alarms.py": "metrics and runbooks of EventBridge",
    "stacks/constructs/keys.py": "the service events.amazonaws.com",
}

FIELDS = ("id", "attr", "arg", "name", "value")


def _named(source: str) -> Iterator[tuple[int, str]]:
    """Line and word of every name, attribute, argument and text that has a dataset's name in it."""
    word = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, datasets()))})(?![a-z])")
    for node in ast.walk(ast.parse(source)):
        # Of an import only the name that is given here: `aws_events` is called so by others.
        fields = ("asname",) if isinstance(node, ast.alias) else FIELDS
        texts = (getattr(node, field, None) for field in fields)
        for text in texts:
            if isinstance(text, str) and (found := word.search(text)):
                yield getattr(node, "lineno", 0), found[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_dataset_is_named(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(tuple(ALLOWED))
        for line, word in _named(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source", ["users = 1", "a.events", "f(transactions=1)", "'silver.users'", "'''Of events.'''"]
)
def test_a_name_is_found_wherever_it_stands(source: str) -> None:
    assert list(_named(source))


def test_other_words_are_no_datasets() -> None:
    assert not list(_named("event = 'superusers'; transaction = 'eventsource'"))
