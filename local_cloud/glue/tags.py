"""Tags of jobs; ministack keeps them, and its tagging services know them there."""

from __future__ import annotations

from typing import cast

from ministack.services import glue


def put_tags(job: str, tags: dict[str, str], *, instead_of: dict[str, str] | None = None) -> None:
    """Gives a job tags, in place of others."""
    kept = {key: tag for key, tag in get_tags(job).items() if key not in (instead_of or {})}
    glue._tags[glue._arn("job", job)] = kept | tags


def get_tags(job: str) -> dict[str, str]:
    """The tags of a job."""
    return cast("dict[str, str]", glue._tags.get(glue._arn("job", job), {}))


def drop_tags(job: str) -> None:
    """Takes the tags of a job away."""
    glue._tags.pop(glue._arn("job", job), None)
