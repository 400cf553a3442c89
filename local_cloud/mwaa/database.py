"""Airflow's database: made once for each installation of Airflow, then copied."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from local_cloud.mwaa.installation import python_folder

SECONDS = 300


class DatabaseError(Exception):
    """The database cannot be made; the text is Airflow's."""


def provide(python: Path, database: Path) -> None:
    """Sees that there is a database; one that is there stays.

    Raises:
        DatabaseError: Airflow could not make one.
    """
    if database.exists():
        return
    template = python_folder(python) / "empty.db"
    if not template.exists():
        _make(python, template)
    aside = database.with_suffix(".new")
    shutil.copyfile(template, aside)
    aside.replace(database)


def _make(python: Path, template: Path) -> None:
    with tempfile.TemporaryDirectory(dir=template.parent) as text:
        folder = Path(text)
        variables = {
            "AIRFLOW_HOME": text,
            "HOME": text,
            "PATH": f"{python.parent}:/usr/bin:/bin",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{folder / 'airflow.db'}",
        }
        done = subprocess.run(
            [str(python), "-m", "airflow", "db", "migrate"],
            env=variables,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        if done.returncode:
            raise DatabaseError(f"airflow db migrate failed: {done.stderr.strip()[-500:]}")
        # Whoever else makes one at this moment makes the same.
        (folder / "airflow.db").replace(template)
