"""Whoever is woken by an alarm finds a page that says what to do."""

from __future__ import annotations

import pytest

from config import environments
from stacks.constructs.archive import ROOT
from tests.stacks.synthesised import environment


@pytest.mark.parametrize("name", environments())
def test_every_alarm_has_its_runbook(name: str) -> None:
    for alarm in environment(name).properties("AWS::CloudWatch::Alarm"):
        page = ROOT / alarm["AlarmDescription"].partition("What to do: ")[2]
        assert page.is_file(), alarm["AlarmName"]


def test_every_runbook_belongs_to_an_alarm() -> None:
    alarms = environment("dev").properties("AWS::CloudWatch::Alarm")
    linked = {ROOT / a["AlarmDescription"].partition("What to do: ")[2] for a in alarms}
    assert set((ROOT / "docs" / "operations" / "runbooks").glob("*.md")) == linked
