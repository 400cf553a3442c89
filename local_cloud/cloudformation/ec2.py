"""What the types of EC2 have in common: the client, and tags."""

from __future__ import annotations

from typing import Any

from local_cloud.clients import client
from local_cloud.cloudformation.unchanging import Unchanging
from local_cloud.extension import Properties


class Ec2Resource(Unchanging):
    """A type of EC2."""

    @property
    def ec2(self) -> Any:
        """EC2's own interface, which makes everything."""
        return client("ec2")

    def tagged(self, physical_id: str) -> str:
        """The id that its tags are kept under."""
        return physical_id

    def retag(self, physical_id: str, old: Properties, new: Properties) -> None:
        """Changes its tags."""
        resources = [self.tagged(physical_id)]
        if gone := [{"Key": key} for key in old.keys() - new.keys()]:
            self.ec2.delete_tags(Resources=resources, Tags=gone)
        if tags := [{"Key": key, "Value": value} for key, value in new.items()]:
            self.ec2.create_tags(Resources=resources, Tags=tags)
