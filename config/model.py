"""The keys of the configuration, and what each may say."""

from __future__ import annotations

from ipaddress import IPv4Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from config import regions, reserved
from lake_protocol.jobs import JOBS

ROOT = Path(__file__).parents[1]

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")

Days = Annotated[int, Field(ge=1, le=3650, description="1 to 3650 days")]
Minutes = Annotated[int, Field(ge=5, le=2880, description="5 to 2880 minutes")]
Capacity = Annotated[
    int, Field(ge=8, le=1024, multiple_of=8, description="8 to 1024, in steps of 8")
]
Name = Annotated[
    str,
    AfterValidator(reserved.not_of_aws),
    Field(pattern=r"^[\w .@:/+=-]{1,64}$", description="1 to 64 letters"),
]
Switch = Annotated[bool, Field(strict=True, description="true or false")]


def _usable(cidr: str) -> str:
    try:
        network = IPv4Network(cidr)
    except ValueError:
        raise ValueError("impossible") from None
    # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    private = any(network.subnet_of(IPv4Network(whole)) for whole in PRIVATE)
    if not (private and 16 <= network.prefixlen <= 20):
        raise ValueError("impossible")
    return cidr


class Section(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Data(Section):
    """How long data is kept, and whether it goes when its environment goes."""

    on_removal: Annotated[Literal["keep", "delete"], Field(description='"keep" or "delete"')]
    infrequent_access_days: Annotated[int, Field(ge=30, le=3650, description="30 to 3650 days")]
    quarantine_days: Days
    old_version_days: Days
    log_days: Annotated[
        Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653],
        Field(description="a retention CloudWatch knows: 1, 7, 30, 90, 180, 365, 731 and others"),
    ]


class Network(Section):
    """The private network."""

    cidr: Annotated[
        str,
        AfterValidator(_usable),
        Field(description="a private network of /16 to /20, such as 10.20.0.0/16"),
    ]
    availability_zones: Annotated[
        tuple[str, str, str],
        Field(description="three different zones of the region (Redshift Serverless needs three)"),
    ]
    nat: Switch


class Job(Section):
    """Size and limits of a Glue job."""

    worker_type: Annotated[
        Literal["G.1X", "G.2X", "G.4X", "G.8X"], Field(description="G.1X, G.2X, G.4X or G.8X")
    ]
    workers: Annotated[int, Field(ge=2, le=299, description="2 to 299")]
    timeout_minutes: Minutes
    retries: Annotated[int, Field(ge=0, le=10, description="0 to 10")]
    concurrent_runs: Annotated[
        Literal[1], Field(description="1: two runs on one lake at once are not supported")
    ]
    flex: Switch


class Jobs(Section):
    """The three jobs."""

    raw_to_bronze: Job
    bronze_to_silver: Job
    silver_to_gold: Job

    def named(self) -> dict[str, Job]:
        """Name -> job, in the order of the data's way."""
        return {name: getattr(self, name) for name in JOBS}


class Warehouse(Section):
    """Redshift Serverless."""

    database: Annotated[
        str,
        AfterValidator(reserved.free_in_redshift),
        Field(pattern=r"^[a-z][a-z0-9_]{0,62}$", description="a-z, 0-9 and _, at most 63"),
    ]
    base_capacity: Capacity
    max_capacity: Capacity

    @field_validator("max_capacity")
    @classmethod
    def _not_below_base(cls, value: int, info: ValidationInfo) -> int:
        if value < info.data.get("base_capacity", value):
            raise ValueError("is less than warehouse.base_capacity")
        return value


class Airflow(Section):
    """The managed Airflow."""

    version: Annotated[Literal["3.2.1"], Field(description="3.2.1, as requirements-airflow.txt")]
    environment_class: Annotated[
        Literal["mw1.small", "mw1.medium", "mw1.large", "mw1.xlarge", "mw1.2xlarge"],
        Field(alias="class", description="mw1.small, .medium, .large, .xlarge or .2xlarge"),
    ]
    min_workers: Annotated[int, Field(ge=1, le=25, description="1 to 25")]
    max_workers: Annotated[int, Field(ge=1, le=25, description="1 to 25, not below min_workers")]
    deferrable: Switch
    poll_seconds: Annotated[int, Field(ge=1, le=60, description="1 to 60 seconds")]
    retries: Annotated[int, Field(ge=0, le=10, description="0 to 10")]
    retry_seconds: Annotated[int, Field(ge=1, le=3600, description="1 to 3600 seconds")]
    sweep_minutes: Annotated[int, Field(ge=1, le=1440, description="1 to 1440 minutes")]

    @field_validator("max_workers")
    @classmethod
    def _not_below_min(cls, value: int, info: ValidationInfo) -> int:
        if value < info.data.get("min_workers", value):
            raise ValueError("is less than airflow.min_workers")
        return value


class Alarms(Section):
    """When people are told, and where."""

    email: Annotated[str, Field(pattern=r"^(|\S+@\S+)$", description='an address, or ""')]
    runbooks: Name
    max_age_hours: Annotated[int, Field(ge=1, le=24, description="1 to 24 hours")]
    quarantine_ratio: Annotated[float, Field(ge=0, le=1, description="0 to 1")]


class Config(Section):
    """One environment."""

    name: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9]{0,7}$", description="1 to 8 of a-z and 0-9")
    ]
    account: Annotated[
        str, Field(strict=True, pattern=r"^\d{12}$", description="12 digits, in quotes")
    ]
    region: Annotated[
        str,
        AfterValidator(regions.usable),
        Field(description="a region with MWAA, Redshift Serverless and Glue, as eu-central-1"),
    ]
    prefix: Annotated[
        str,
        AfterValidator(reserved.free_as_prefix),
        Field(
            pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            max_length=12,
            description="1 to 12 of a-z, 0-9 and single -, a letter first",
        ),
    ]
    owner: Name
    cost_centre: Name
    data_class: Name
    permissions_boundary: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_+=,.@/-]{0,128}$", description='name of a managed policy, or ""'
        ),
    ]
    contracts: Annotated[
        tuple[str, ...],
        Field(description="folders with contracts/ and models/, as seen from this repository"),
    ]
    data: Data
    network: Network
    jobs: Jobs
    warehouse: Warehouse
    airflow: Airflow
    alarms: Alarms

    @property
    def contract_roots(self) -> list[Path]:
        """The folders whose contracts and models count beside the platform's own."""
        return [ROOT / folder for folder in self.contracts]

    @property
    def partition(self) -> str:
        """The part of AWS the region belongs to."""
        return regions.partition(self.region)

    @property
    def dns_suffix(self) -> str:
        """What the names of the region's hosts end with."""
        return regions.dns_suffix(self.region)

    @field_validator("network")
    @classmethod
    def _zones_of_the_region(cls, network: Network, info: ValidationInfo) -> Network:
        if "region" not in info.data:
            return network  # The region's own line says enough.
        zones, region = network.availability_zones, info.data["region"]
        if len(set(zones)) < 3 or any(z[:-1] != region or z[-1] not in "abcdef" for z in zones):
            raise ValueError(f"network.availability_zones are not three zones of {region}")
        return network

    @field_validator("warehouse")
    @classmethod
    def _capacity_of_the_region(cls, warehouse: Warehouse, info: ValidationInfo) -> Warehouse:
        size, region = warehouse.base_capacity, info.data.get("region")
        if size > 512 and (size % 32 or region not in regions.LARGE_WAREHOUSES):
            raise ValueError(
                f"warehouse.base_capacity: {size} is not possible in {region}: more than 512 goes "
                f"in steps of 32, and only in {', '.join(regions.LARGE_WAREHOUSES)}"
            )
        return warehouse
