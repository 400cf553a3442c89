"""Writes what a run needs into a folder of the user's own."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from contracts.producers.model import Producer
from contracts.producers.write import written
from edp.start.model import Group

ODD = re.compile(r"[^\w.+=@-]+", re.ASCII)


def write_producer(into: Path, producer: Producer) -> None:
    """Writes a producer file."""
    place = into / "contracts" / "producer" / f"{producer.name}.yaml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(written(producer), "utf-8")


def copy_files(into: Path, group: Group) -> None:
    """Copies the files of a group into their folder below raw; the originals stay as they are."""
    folder = into / "raw" / group.name
    folder.mkdir(parents=True, exist_ok=True)
    for number, look in enumerate(group.looks):
        plain = ODD.sub("_", os.fsencode(look.file.name).decode("utf-8", "replace")).lstrip("._")
        target = folder / plain
        if target.exists() or not plain:
            target = folder / f"{number}-{plain}"
        shutil.copyfile(look.file, target)
