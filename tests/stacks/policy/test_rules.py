"""Each rule catches the bad stacks made for it and passes the good ones."""

from __future__ import annotations

import re
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import assertions

from stacks.policy.plugin import RULES
from stacks.policy.rule import Finding, Rule, Template
from tests.stacks.policy import examples
from tests.stacks.policy.examples import BAD, GOOD, Build

BY_ID = {rule.id: rule for rule in RULES}


def _cases(examples: dict[str, list[Build]]) -> list[object]:
    return [
        pytest.param(rule_id, build, id=f"{rule_id}-{build.__name__}")
        for rule_id, builds in sorted(examples.items())
        for build in builds
    ]


def _found(rule: Rule, build: Build, environment: str = "prod") -> list[Finding]:
    stack = cdk.Stack()
    build(stack)
    resources = assertions.Template.from_stack(stack).to_json()["Resources"]
    return list(rule(Template(resources, environment)))


@pytest.mark.parametrize(("rule_id", "build"), _cases(BAD))
def test_the_rule_catches(rule_id: str, build: Build) -> None:
    assert _found(BY_ID[rule_id], build)


@pytest.mark.parametrize(("rule_id", "build"), _cases(GOOD))
def test_the_rule_passes(rule_id: str, build: Build) -> None:
    assert _found(BY_ID[rule_id], build) == []


def test_every_rule_has_both_and_an_id_of_its_own() -> None:
    assert len(BY_ID) == len(RULES)
    assert set(BAD) == set(GOOD) == set(BY_ID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_why_and_what_to_do_in_one_line(rule: Rule) -> None:
    for text in (rule.why, rule.fix):
        assert text
        assert "\n" not in text
        assert not text.endswith(".")


def test_the_page_on_changes_names_every_rule_and_no_other() -> None:
    page = Path(__file__).parents[3] / "docs/changes-to-aws.md"
    table = page.read_text("utf-8").partition("| rules |")[2].partition("An exception")[0]
    assert set(re.findall(r"`(\w+)`", table)) == set(BY_ID)


@pytest.mark.parametrize("rule_id", ["ProdDeletable", "ProdEmptied"])
def test_dev_may_leave_nothing_behind(rule_id: str) -> None:
    assert _found(BY_ID[rule_id], examples.throw_away_bucket, "dev") == []


def test_a_finding_names_the_place_and_what_stands_there() -> None:
    (found,) = _found(BY_ID["WildcardAction"], examples.role_that_may_do_all_of_s3)
    assert found.where == "Properties/PolicyDocument/Statement/0/Action"
    assert found.what == "s3:*"


def test_each_missing_log_is_found_by_name() -> None:
    found = _found(BY_ID["AirflowUnlogged"], examples.airflow_with_one_log_of_five)
    assert [finding.what for finding in found] == [
        "DagProcessingLogs",
        "SchedulerLogs",
        "WebserverLogs",
        "WorkerLogs",
    ]
