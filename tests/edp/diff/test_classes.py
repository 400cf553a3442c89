"""Every change of the corpus gets its verdict, and nothing else."""

from __future__ import annotations

import pytest

from edp.diff.compare import compare
from edp.diff.meaning import environment_of
from edp.diff.model import Comparison, Risk
from tests.edp.diff import corpus
from tests.edp.diff.corpus import CASES, Change
from tests.edp.diff.platform import templates


def _compared(change: Change) -> Comparison:
    changed = templates()
    change(changed)
    return compare("dev", environment_of(templates()), environment_of(changed))


@pytest.mark.parametrize(
    ("change", "verdicts"), [pytest.param(*case, id=case[0].__name__) for case in CASES]
)
def test_a_change_gets_its_risks_and_no_others(change: Change, verdicts: list[str]) -> None:
    lines = [f"{f.risk.label} {f.resource.place}: {f.what}" for f in _compared(change).findings]
    assert len(lines) == len(verdicts), lines
    for line, verdict in zip(lines, verdicts, strict=True):
        assert line.startswith(verdict.partition(": ")[0] + ": "), lines
        assert verdict.partition(": ")[2] in line, lines


@pytest.mark.parametrize("risk", Risk, ids=lambda risk: risk.label)
def test_every_class_has_a_change_that_shows_it(risk: Risk) -> None:
    assert any(verdict.startswith(risk.label) for _, verdicts in CASES for verdict in verdicts)


@pytest.mark.parametrize(
    "change",
    [
        corpus.nothing,
        corpus.metadata_and_descriptions,
        corpus.other_order,
        corpus.reference_between_stacks_written_in_another_way,
        corpus.parameter_written_out,
    ],
)
def test_the_same_meaning_is_no_change_at_all(change: Change) -> None:
    assert _compared(change).changes == {}


def test_new_code_is_told_from_a_change() -> None:
    assert _compared(corpus.new_code).changes == {"new code": ["Jobs/Job"]}


def test_other_changes_are_listed_by_kind() -> None:
    found = _compared(corpus.new_job_and_bigger_one).changes
    assert found == {"added": ["Jobs/More"], "changed": ["Jobs/Job"]}
