"""The producers that come with the platform."""

from __future__ import annotations

from typing import Any

from contracts.producers.found import producers, shipped


def profiles() -> list[dict[str, Any]]:
    """Each as plain values; one that a root replaces as it is there."""
    ours = set(shipped())
    return [
        {
            "name": producer.name,
            "files": list(producer.files),
            "datasets": [part.dataset for part in producer.parts],
            "description": producer.description,
        }
        for producer in producers()
        if producer.name in ours
    ]
