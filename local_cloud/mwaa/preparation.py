"""Plugins and requirements, checked before they take the place of those that are in use."""

from __future__ import annotations

import shutil
from pathlib import Path

from local_cloud.mwaa import installation
from local_cloud.mwaa.properties import Properties
from local_cloud.mwaa.source import Source, unpack

ASIDE, PLUGINS = "prepared", "plugins"


def prepare(properties: Properties, source: Source, folder: Path, python: Path) -> None:
    """Gets an environment's plugins and requirements, and checks them, beside those in use.

    Raises:
        SourceError: they cannot be read.
        MissingError: something is not installed.
    """
    home = folder / ASIDE
    shutil.rmtree(home, ignore_errors=True)
    (home / PLUGINS).mkdir(parents=True)
    # Requirements may name files that lie there.
    (home / "dags").symlink_to(folder / "dags")
    if key := properties.get("PluginsS3Path"):
        unpack(source.read(key, properties.get("PluginsS3ObjectVersion")), home / PLUGINS)
    if key := properties.get("RequirementsS3Path"):
        file = home / "requirements.txt"
        file.write_bytes(source.read(key, properties.get("RequirementsS3ObjectVersion")))
        installation.hold(python, file, home)


def put_in_place(folder: Path) -> None:
    """Plugins that were prepared become those in use."""
    shutil.rmtree(folder / PLUGINS, ignore_errors=True)
    (folder / ASIDE / PLUGINS).rename(folder / PLUGINS)
