"""Types whose resources are replaced when a property changes; only tags change in place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from botocore.exceptions import ClientError

from local_cloud.extension import Made, Properties, add_resource

TAGS = "Tags"


class Unchanging(ABC):
    """A type of resource.

    Attributes:
        kind: The type.
        known: Its properties; any other fails, instead of being passed over.
    """

    kind: ClassVar[str]
    known: ClassVar[frozenset[str]]

    def register(self) -> None:
        """Teaches the type to CloudFormation."""
        add_resource(self.kind, self, replaced_by=self.known - {TAGS}, tagged=TAGS in self.known)

    @abstractmethod
    def make(self, properties: Properties) -> str:
        """Makes one without tags; returns its physical id."""

    @abstractmethod
    def drop(self, physical_id: str, properties: Properties) -> None:
        """Takes one away."""

    def retag(self, physical_id: str, old: Properties, new: Properties) -> None:
        """Changes its tags."""
        raise NotImplementedError(f"{self.kind} has no tags")

    def attributes(self, physical_id: str) -> Properties:
        """What Fn::GetAtt finds."""
        return {}

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes one.

        Raises:
            ValueError: a property is not supported.
        """
        self._assert_known(properties)
        made = self.make({k: v for k, v in properties.items() if k != TAGS})
        if tags := _tags(properties):
            self.retag(made, {}, tags)
        return made, self.attributes(made)

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes the tags: nothing else can have changed, or there would be a new resource.

        Raises:
            ValueError: a property is not supported.
        """
        self._assert_known(new)
        self.retag(physical_id, _tags(old), _tags(new))
        return physical_id, self.attributes(physical_id)

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes one away; it may be gone already."""
        with _gone_is_well():
            self.drop(physical_id, properties)

    def _assert_known(self, properties: Properties) -> None:
        if others := sorted(properties.keys() - self.known):
            raise ValueError(
                f"{self.kind}: the local cloud does not support {', '.join(others)}; "
                f"it knows {', '.join(sorted(self.known))}"
            )


def _tags(properties: Properties) -> Properties:
    return {tag["Key"]: tag["Value"] for tag in properties.get(TAGS, ())}


@contextmanager
def _gone_is_well() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if "NotFound" not in error.response["Error"]["Code"]:
            raise
