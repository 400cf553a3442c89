"""S3's objects stay on disk: a part is read from where it begins, and none is kept in memory.

ministack reads the whole object for each part, and holds every version that it was ever sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from ministack.services import s3

from local_cloud.extension import Answer

_get, _read, _entry = s3._get_object, s3._read_body, s3._version_entry_from_record
# Whether the request that is being answered wants a part.
_part_wanted: ContextVar[bool] = ContextVar("local_cloud_part_wanted", default=False)


def register() -> None:
    """Puts itself in the place of what S3 reads and keeps."""
    s3._get_object = _get_object
    s3._read_body = _body
    s3._version_entry_from_record = _version


class _OnDisk:
    """The bytes of a file, read when they are cut."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __getitem__(self, cut: slice) -> bytes:
        start, stop, _ = cut.indices(self._file.stat().st_size)
        with self._file.open("rb") as opened:
            opened.seek(start)
            return opened.read(stop - start)


def _get_object(
    bucket: str, key: str, headers: Mapping[str, str], query: Mapping[str, Any] | None = None
) -> Answer:
    wanted = headers.get("range", "")
    of_version = bool((query or {}).get("versionId"))
    before = _part_wanted.set(bool(wanted) and not of_version)
    try:
        answer: Answer = _get(bucket, key, headers, query)
    finally:
        _part_wanted.reset(before)
    # ministack answers a version whole.
    return _cut(answer, wanted) if wanted and of_version else answer


def _cut(answer: Answer, wanted: str) -> Answer:
    status, headers, body = answer
    part = s3._parse_range(wanted, len(body)) if status == 200 else None
    if part is None:
        return answer
    first, last = part
    length, place = str(last - first + 1), f"bytes {first}-{last}/{len(body)}"
    headers = {k: v for k, v in headers.items() if not k.lower().startswith("x-amz-checksum-")}
    return 206, headers | {"Content-Length": length, "Content-Range": place}, body[first : last + 1]


def _body(bucket: str, key: str, stored: Mapping[str, Any]) -> bytes | _OnDisk:
    path = s3._object_disk_path(bucket, key)
    if _part_wanted.get() and stored.get("body") is None and path and Path(path).is_file():
        return _OnDisk(Path(path))
    whole: bytes = _read(bucket, key, stored)
    return whole


def _version(stored: dict[str, Any], version: str, _: bytes | None) -> dict[str, Any]:
    # What is not the newest is in a file of its own.
    entry: dict[str, Any] = _entry(stored, version, None)
    return entry
