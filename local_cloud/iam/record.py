"""The record of calls, in the folder of a cloud: who was allowed to do what, and who was not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from local_cloud.settings import Settings


@dataclass(frozen=True)
class Call:
    """An action of a principal on a resource; what services do on its behalf counts as its own.

    Attributes:
        principal: ARN of the role, or of the user.
        action: Such as `s3:PutObject`, or `kms:Decrypt` for what a service did with a key.
        resource: ARN of what it was about.
        allowed: Whether it was.
    """

    principal: str
    action: str
    resource: str
    allowed: bool


def read(settings: Settings) -> Iterator[tuple[Call, int]]:
    """The calls that were made, and how often; of a running cloud up to about a second ago."""
    file = _file(settings)
    if not file.exists():
        return
    for entry in json.loads(file.read_text(encoding="utf-8")):
        count = entry.pop("count")
        yield Call(**entry), count


def write(settings: Settings, counts: Mapping[Call, int]) -> None:
    """Replaces the record, whole or not at all."""
    entries = [vars(call) | {"count": count} for call, count in counts.items()]
    aside = _file(settings).with_suffix(".new")
    aside.write_text(json.dumps(entries), encoding="utf-8")
    aside.replace(_file(settings))


def _file(settings: Settings) -> Path:
    return settings.part("iam") / "calls.json"
