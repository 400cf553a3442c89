"""Where the local cloud of this repository is."""

from __future__ import annotations

import sys
from pathlib import Path

import local_cloud.cloud as cloud
from config import Config
from edp.errors import EdpError
from local_cloud.settings import Settings

FOLDER = Path("build/cloud")
AIRFLOW = Path("build/airflow/bin/python")


def new(config: Config, folder: Path) -> Settings:
    """Settings of a cloud that is to be started.

    Raises:
        EdpError: there is no Airflow, or a cloud runs on the folder already.
    """
    if not AIRFLOW.exists():
        raise EdpError(f"no {AIRFLOW}: run `make airflow` in the repository's folder")
    if cloud.find(folder.resolve()):
        raise EdpError("the local cloud is up already: see `edp status`, or stop it: `edp down`")
    return Settings(
        folder=folder.resolve(),
        port=cloud.free_port(),
        account=config.account,
        region=config.region,
        glue_python=Path(sys.executable),
        airflow_python=AIRFLOW.absolute(),
    )


def current(folder: Path = FOLDER) -> Settings:
    """Settings of the cloud that runs.

    Raises:
        EdpError: none does.
    """
    found = cloud.find(folder.resolve())
    if found is None:
        raise EdpError("no local cloud is running: start one with `edp up`")
    return found
