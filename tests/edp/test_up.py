"""What a local cloud is started with."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from rich.console import Console

from contracts.roots import VARIABLE, roots
from edp.cloud import up
from edp.cloud.steps import Steps
from local_cloud.settings import Settings


def test_its_jobs_do_not_hear_of_the_folders_of_whoever_starts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str | None] = []

    def start(_: Settings) -> None:
        heard.append(os.environ.get(VARIABLE))

    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(up.cloud, "start_detached", start)
    with ExitStack() as stack:
        up.start(Steps(Console(), Console()), tmp_path / "cloud", stack, detach=True)
    assert heard == [None]
    assert roots() == (str(tmp_path),)
