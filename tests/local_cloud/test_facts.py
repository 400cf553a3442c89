"""What the local cloud does is held to what AWS documents, and the page says what is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.local_cloud_facts import HOW, PAGE, facts, written

SERVICES = {
    "CloudFormation",
    "CloudWatch",
    "EventBridge",
    "Glue",
    "IAM",
    "MWAA",
    "Redshift Data API",
    "Redshift SQL",
    "S3",
}


def test_every_service_and_every_way_is_there() -> None:
    assert {fact.service for fact in facts()} == SERVICES
    assert {fact.how for fact in facts()} == set(HOW)


def test_the_page_has_the_facts_as_the_tests_have_them() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == written(text), "docs/local-cloud.md: run scripts/local_cloud_facts.py"


def test_a_fact_without_a_source_is_none(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        '@pytest.mark.fact("S3", "is large")\ndef test_it() -> None: ...\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="test_it: expected fact"):
        facts(tmp_path)
