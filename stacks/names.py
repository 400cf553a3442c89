"""Physical names: fixed by the configuration, so that scripts and people can know them."""

from __future__ import annotations

from dataclasses import dataclass

from config import Config
from contracts import delivered, load_layer

# Zone -> the bucket it is in. Its objects stand below a prefix of the zone's own name.
BUCKET_OF = {
    "raw": "raw",
    "bronze": "bronze",
    "silver": "silver",
    "gold": "gold",
    "quarantine": "quarantine",
    "ledger": "ledger",
    "metrics": "ledger",
    "athena": "ledger",
}
LAYERS = ("bronze", "silver", "lineage", "quarantine", "gold")


@dataclass(frozen=True)
class Names:
    """Names of one environment."""

    config: Config

    def of(self, what: str) -> str:
        """A name within the account and region."""
        return f"{self.config.prefix}-{self.config.name}-{what}"

    def bucket(self, name: str) -> str:
        """A bucket's name, which is one in the world."""
        return f"{self.of(name)}-{self.config.account}-{self.config.region}"

    def uri(self, zone: str) -> str:
        """Where the objects of a zone stand."""
        return f"s3://{self.bucket(BUCKET_OF[zone])}/{zone}"

    def database(self, layer: str) -> str:
        """The Glue database of a layer."""
        return self.database_prefix + layer

    @property
    def database_prefix(self) -> str:
        """What the name of every Glue database starts with."""
        return self.of("").replace("-", "_")

    @property
    def metrics_namespace(self) -> str:
        """Where the figures of the environment stand in CloudWatch."""
        return self.of("")[:-1]

    def parameter(self, key: str) -> str:
        """Path of a parameter in the parameter store."""
        return f"/{self.config.prefix}/{self.config.name}/{key}"

    def arn(self, service: str, resource: str) -> str:
        """The name AWS has for something of this environment."""
        where = f"{self.config.partition}:{service}:{self.config.region}"
        return f"arn:{where}:{self.config.account}:{resource}"

    def role_arn(self, what: str) -> str:
        """The name AWS has for a role of this environment."""
        return f"arn:{self.config.partition}:iam::{self.config.account}:role/{self.of(what)}"

    def bucket_arn(self, name: str) -> str:
        """The name AWS has for a bucket of this environment."""
        return f"arn:{self.config.partition}:s3:::{self.bucket(name)}"

    def host(self, service: str) -> str:
        """Where a service answers."""
        return f"{service}.{self.config.region}.{self.config.dns_suffix}"


def tables(layer: str) -> list[str]:
    """Names of a layer's tables, as the contracts have them.

    Raises:
        ContractError: a dataset's contract is missing or not usable.
    """
    if layer == "bronze":
        return list(delivered())
    return [c.name for c in load_layer(layer if layer in ("silver", "gold") else "source")]
