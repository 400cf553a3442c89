"""Deleting data takes two keys; one alone is told, and does nothing."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match

from config import load
from stacks.constructs.removal import MAY_DELETE, data_removal


@pytest.mark.parametrize(
    ("name", "listed", "expected"),
    [
        ("dev", ["dev"], cdk.RemovalPolicy.DESTROY),
        ("dev", [], cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
        ("prod", ["prod"], cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
        ("prod", [], cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
    ],
)
def test_both_keys_are_needed(name: str, listed: list[str], expected: cdk.RemovalPolicy) -> None:
    stack = cdk.Stack(cdk.App(context={MAY_DELETE: listed}))
    assert data_removal(stack, load(name)) == expected
    warned = Annotations.from_stack(stack).find_warning(
        "*", Match.string_like_regexp("cdk.json does not list dev .* data is kept")
    )
    assert bool(warned) == (name == "dev" and not listed)
