"""What a job is started with. Airflow hands on the same, so that a run names its release."""

from __future__ import annotations

from config import Job
from lake_protocol.jobs import PLACES, option
from stacks.constructs.release import Release
from stacks.names import Names

# https://docs.aws.amazon.com/glue/latest/dg/worker-types.html
CORES = {"G.1X": 4, "G.2X": 8, "G.4X": 16, "G.8X": 32}
# Places that are folders in a zone, so that whoever may read the zone reads them too.
FOLDERS = {
    "lineage": "silver/lineage",
    "silver_publications": "silver/publications",
    "gold_publications": "gold/publications",
}


def job_arguments(job: str, names: Names, code: Release) -> dict[str, str]:
    """Where a job reads and writes, and which code it is."""
    return {
        **{option(place): place_uri(names, place) for place in PLACES[job]},
        "--catalog": "glue",
        "--region": names.config.region,
        "--database-prefix": names.database_prefix,
        "--metrics-uri": names.uri("metrics"),
        "--metrics-namespace": names.metrics_namespace,
        "--code-hash": code.hash,
        "--parallelism": str(_cores(names.config.jobs.named()[job])),
    }


def _cores(size: Job) -> int:
    """Cores that run tasks; one worker is the driver."""
    return (size.workers - 1) * CORES[size.worker_type]


def place_uri(names: Names, place: str) -> str:
    """URI of a zone, or of a folder in one."""
    zone, _, folder = FOLDERS.get(place, place).partition("/")
    return f"{names.uri(zone)}/{folder}" if folder else names.uri(zone)


def library(names: Names, code: Release) -> str:
    """URI of the library that a job imports."""
    return f"s3://{names.bucket('code')}/{code.key('lakehouse.zip')}"


def wheels_arguments(names: Names, wheels: Release) -> dict[str, str]:
    """How Glue installs wheels without asking a package index."""
    return {
        "--additional-python-modules": (
            f"s3://{names.bucket('code')}/{wheels.key('glue.gluewheels.zip')}"
        ),
        "--python-modules-installer-option": "--no-index",
    }
