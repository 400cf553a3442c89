"""Reads the templates of a folder: a finished synth, or a baseline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from edp.errors import EdpError

SUFFIX = ".template.json"
Templates = dict[str, dict[str, Any]]


def read_templates(folder: Path) -> Templates:
    """The templates of a folder by stack, those of nested stacks included.

    Raises:
        EdpError: there are none, or one cannot be read.
    """
    if not folder.is_dir():
        raise EdpError(f"no folder {folder}: it should hold the templates of a synth")
    found = {path.name.removesuffix(SUFFIX): read_json(path) for path in _paths(folder)}
    if not found:
        raise EdpError(f"no *{SUFFIX} in {folder}: it should hold the templates of a synth")
    return found


def _paths(folder: Path) -> list[Path]:
    """The templates that count; a synth may leave those of stacks that are gone in its folder."""
    manifest = folder / "manifest.json"
    if manifest.exists():
        return sorted(_of_synth(folder, read_json(manifest)))
    return sorted(folder.glob(f"*{SUFFIX}"))


def _of_synth(folder: Path, manifest: dict[str, Any]) -> Iterator[Path]:
    for artifact in manifest.get("artifacts", {}).values():
        if artifact["type"] == "aws:cloudformation:stack":
            yield folder / artifact["properties"]["templateFile"]
        elif artifact["type"] == "cdk:asset-manifest":
            yield from _nested(folder, folder / artifact["properties"]["file"])


def _nested(folder: Path, assets: Path) -> Iterator[Path]:
    for file in read_json(assets)["files"].values():
        source = file["source"].get("path", "")
        if source.endswith(f".nested{SUFFIX}"):
            yield folder / source


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file.

    Raises:
        EdpError: the file cannot be read as one.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EdpError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise EdpError(f"{path} is no JSON object")
    return found
