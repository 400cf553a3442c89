"""The folder of DAGs as it is delivered to an environment, and Airflow's own Python."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

from config import load
from stacks.constructs.archive import ROOT
from stacks.constructs.handover_values import handover_values
from stacks.constructs.release import dags, jobs
from tests.aws import SECRET

PYTHON = ROOT / "build" / "airflow" / "bin" / "python"


def deliver(environment: str, folder: Path) -> Path:
    """Unpacks what the stacks deliver for an environment."""
    with zipfile.ZipFile(dags()) as shipped:
        shipped.extractall(folder)
    told = handover_values(load(environment), jobs())
    (folder / "handover.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "secret.json").write_text(json.dumps({"arn": SECRET}), encoding="utf-8")
    return folder


def run_airflow(
    script: Path, *arguments: str, home: Path, **own: str
) -> subprocess.CompletedProcess[str]:
    """Runs a script with Airflow's Python, which sees nothing of this environment."""
    return subprocess.run(
        [str(PYTHON), str(script), *arguments],
        env=surroundings(home, own),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def surroundings(home: Path, own: dict[str, str]) -> dict[str, str]:
    """All that a process of Airflow sees."""
    if not PYTHON.exists():
        raise RuntimeError(f"{PYTHON} is missing: run make airflow")
    home.mkdir(parents=True, exist_ok=True)
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "AIRFLOW_HOME": str(home), **own}
