"""Jobs reach AWS in the region they are told, and with credentials that are renewed in time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.credentials import ReadOnlyCredentials
from pyarrow.fs import FileSystem, LocalFileSystem
from pyiceberg.io.pyarrow import PyArrowFileIO

from lakehouse.runtime.job import Job, perform
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.storage import s3
from lakehouse.storage.iceberg_io import IcebergIO
from lakehouse.storage.surroundings import REGION, iceberg_properties, region


@dataclass
class Role:
    """A session of boto3 under a role, whose credentials change now and then."""

    number: int = 1

    def get_credentials(self) -> Role:
        return self

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        return ReadOnlyCredentials(f"key {self.number}", "secret", f"token {self.number}", "1")


@pytest.fixture
def role(monkeypatch: pytest.MonkeyPatch) -> Role:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", role := Role())
    return role


def test_one_way_to_the_buckets_serves_as_long_as_the_credentials_do(role: Role) -> None:
    assert s3.filesystem() is s3.filesystem()


def test_renewed_credentials_are_taken_for_the_next_file(role: Role) -> None:
    """Botocore renews the credentials of a role 15 minutes before they end."""
    before = s3.filesystem()
    role.number = 2
    after = s3.filesystem()
    assert after is not before
    assert not after.equals(before)


def test_tables_are_reached_with_the_same_credentials(role: Role) -> None:
    io = IcebergIO({})
    before: FileSystem = io.fs_by_scheme("s3", "lake")
    role.number = 2
    assert io.fs_by_scheme("s3", "lake") is s3.filesystem() is not before
    assert isinstance(io.fs_by_scheme("file", ""), LocalFileSystem)


def test_the_catalog_is_told_of_that_way_and_of_the_region(role: Role) -> None:
    """py.iceberg.apache.org/configuration: `client.region`, `s3.region`, `py-io-impl`."""
    told = iceberg_properties()
    assert (told["client.region"], told["s3.region"]) == ("eu-central-1", "eu-central-1")
    module, _, name = told["py-io-impl"].rpartition(".")
    assert (module, name) == (IcebergIO.__module__, IcebergIO.__name__)
    assert issubclass(IcebergIO, PyArrowFileIO)


def test_a_job_works_in_the_region_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """glue:aws-glue-programming-etl-glue-arguments: no variable of the environment names it."""
    for name in REGION:
        monkeypatch.setenv(name, "")
    seen = []

    def look(settings: Settings, metrics: Metrics) -> None:
        seen.append(region())

    settings = Settings(catalog="glue", metrics_uri=str(tmp_path), region="cn-north-1")
    perform(Job("raw_to_bronze", (), look), settings)
    assert seen == ["cn-north-1"]
