"""Puts files into raw, as producers do."""

from __future__ import annotations

from pathlib import Path

from edp.cloud.environment import Environment
from edp.errors import EdpError
from lake_protocol.raw_names import is_data


def put(environment: Environment, raw: Path) -> int:
    """Puts all files of a folder into the raw bucket, under the names they have there.

    Args:
        environment: Whose bucket.
        raw: The folder; files and folders that start with `_` or `.` are no data.

    Returns:
        The number of files.

    Raises:
        EdpError: there is no such folder, or nothing in it.
    """
    if not (found := files(raw)):
        raise EdpError(f"{raw}: no files there")
    bucket, _, prefix = environment.handover["places"]["raw"].removeprefix("s3://").partition("/")
    for file in found:
        key = f"{prefix}/{file.relative_to(raw).as_posix()}"
        environment.client("s3").upload_file(str(file), bucket, key)
    return len(found)


def files(raw: Path) -> list[Path]:
    """The files of a folder that are data."""
    return sorted(
        file
        for file in raw.rglob("*")
        if file.is_file() and is_data(file.relative_to(raw).as_posix())
    )
