"""The schemas of one load, which no other load knows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

# What readers see. It changes as a whole.
SCHEMAS = ("gold", "bi")


@dataclass(frozen=True)
class Aside:
    """Names of the schemas that a load fills, and of those that it takes away."""

    load: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def next(self, schema: str) -> str:
        """What takes the place of a schema."""
        return f"{schema}__next_{self.load}"

    def last(self, schema: str) -> str:
        """What a schema is called once it has been replaced."""
        return f"{schema}__last_{self.load}"
