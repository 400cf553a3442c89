"""The committed baselines are what the code comes to, so that a review sees every change of it."""

from __future__ import annotations

import pytest

from edp.diff.baseline import ENVIRONMENTS, FOLDER
from edp.diff.compare import compare
from edp.diff.meaning import environment_of
from edp.diff.read import read_templates
from stacks.constructs.archive import ROOT
from tests.stacks.synthesised import environment

ACCEPT = "if this is meant, `edp baseline --accept` and commit the baselines"


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_baseline_differs_from_the_synth_in_nothing_but_code(name: str) -> None:
    accepted = environment_of(read_templates(ROOT / FOLDER / name))
    found = compare(name, accepted, environment_of(read_templates(environment(name).folder)))
    assert found.findings == [], ACCEPT
    assert found.changes.keys() <= {"new code"}, f"{found.changes}: {ACCEPT}"
