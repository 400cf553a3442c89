"""What every stack of the platform is."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from config import Config
from stacks.names import Names


class PlatformStack(cdk.Stack):
    """A stack of one environment."""

    def __init__(self, scope: Construct, part: str, config: Config) -> None:
        """Makes the stack named after the environment and the part."""
        names = Names(config)
        self.config = config
        super().__init__(
            scope,
            names.of(part),
            env=cdk.Environment(account=config.account, region=config.region),
            description=f"E-commerce data platform, {config.name}: {part}",
            termination_protection=config.data.on_removal == "keep",
            tags=tags(config),
        )
        self.names = names

    @property
    def availability_zones(self) -> list[str]:
        """The zones of the configuration: the account is not asked."""
        return list(self.config.network.availability_zones)


def tags(config: Config) -> dict[str, str]:
    """What every resource of an environment is marked with."""
    return {
        "environment": config.name,
        "owner": config.owner,
        "cost-centre": config.cost_centre,
        "data-class": config.data_class,
    }
