"""CloudFormation's AWS::Glue::Job."""

from __future__ import annotations

import secrets

from local_cloud.extension import Made, Properties
from local_cloud.glue import jobs
from local_cloud.glue.removal import remove
from local_cloud.glue.tags import put_tags


class JobResource:
    """A job as a stack makes it. An update replaces its definition, as UpdateJob does."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes a job."""
        name = properties.get("Name") or f"{logical_id}-{secrets.token_hex(6)}"
        jobs.create(_definition(name, properties))
        put_tags(name, properties.get("Tags") or {})
        return name, {}

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes it; under another name CloudFormation makes another one instead."""
        jobs.replace(_definition(physical_id, new))
        put_tags(physical_id, new.get("Tags") or {}, instead_of=old.get("Tags") or {})
        return physical_id, {}

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes it away, with its runs."""
        remove(physical_id)


def _definition(name: str, properties: Properties) -> jobs.Job:
    return {k: v for k, v in properties.items() if k != "Tags"} | {"Name": name}
