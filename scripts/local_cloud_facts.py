"""Writes the table of docs/local-cloud.md from the tests that hold the local cloud to facts.

A test says which fact it holds by `@pytest.mark.fact(service, what, source=…, how=…)`. Read off the
files, without importing anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "local-cloud.md"
TESTS = ROOT / "tests" / "local_cloud"
BEGIN, END = "<!-- facts -->\n", "<!-- /facts -->"
HOW = ("as documented", "simplified", "refused")
# Short name of a guide -> its pages.
GUIDES = {
    "cfn": "AWSCloudFormation/latest/UserGuide",
    "eb": "eventbridge/latest/userguide",
    "glue": "glue/latest/dg",
    "iam": "IAM/latest/UserGuide",
    "kms": "kms/latest/developerguide",
    "mwaa": "mwaa/latest/userguide",
    "rsd": "redshift/latest/dg",
    "rsm": "redshift/latest/mgmt",
    "sns": "sns/latest/dg",
    "s3api": "AmazonS3/latest/API",
    "s3": "AmazonS3/latest/userguide",
    "cw": "AmazonCloudWatch/latest/monitoring",
}


class Fact(NamedTuple):
    """What AWS does, what the local cloud does about it, and the test that shows it."""

    service: str
    what: str
    how: str
    source: str
    test: str

    @property
    def row(self) -> str:
        """A line of the table."""
        return f"| {self.service} | {self.what} | {self.how} | {_linked(self.source)} |"


def facts(folder: Path = TESTS) -> list[Fact]:
    """All of them, by service.

    Raises:
        ValueError: a mark lacks something, or says what nobody knows.
    """
    found = [fact for file in sorted(folder.rglob("test_*.py")) for fact in _in(file)]
    return sorted(found)


def _in(file: Path) -> Iterator[Fact]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fact":
                    yield _fact(mark, f"{file.name}::{node.name}")


def _fact(mark: ast.Call, test: str) -> Fact:
    positional = [str(ast.literal_eval(a)) for a in mark.args]
    named = {k.arg: str(ast.literal_eval(k.value)) for k in mark.keywords}
    how, source = named.get("how", HOW[0]), named.get("source", "")
    if len(positional) != 2 or how not in HOW or not source:
        raise ValueError(f"{test}: expected fact(service, what, source=…, how=…), how of {HOW}")
    service, what = positional
    return Fact(service, what, how, source, test)


def _linked(source: str) -> str:
    guide, _, page = source.partition(":")
    if guide in GUIDES:
        return f"[{page}](https://docs.aws.amazon.com/{GUIDES[guide]}/{page}.html)"
    return source


def written(text: str) -> str:
    """A page with the table as it is now."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    table = ["| service | what AWS does | here | source |", "| --- | --- | --- | --- |"]
    rows = dict.fromkeys(fact.row for fact in facts())
    return head + BEGIN + "\n".join([*table, *rows]) + "\n" + END + tail


def main() -> None:
    """Writes the page."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
