"""A small lake in buckets, and the jobs on it as Glue would run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3

from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.job import perform
from lakehouse.runtime.settings import Settings
from orchestration.handover import Places
from tests.e2e import shop

LAYERS = ("bronze", "silver", "lineage", "quarantine", "gold")
ZONES = ("raw", "bronze", "silver", "gold", "quarantine", "ledger")
JOBS = {j.JOB.name: j.JOB for j in (raw_to_bronze, bronze_to_silver, silver_to_gold)}


class Lake:
    """Buckets with a prefix of their own."""

    def __init__(self, prefix: str) -> None:
        self.prefix, self.s3 = prefix, boto3.client("s3")
        for zone in ZONES:
            self.s3.create_bucket(
                Bucket=f"{prefix}-{zone}",
                CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
            )
        self.s3.put_bucket_versioning(
            Bucket=f"{prefix}-raw", VersioningConfiguration={"Status": "Enabled"}
        )
        for layer in LAYERS:
            boto3.client("glue").create_database(DatabaseInput={"Name": f"{prefix}_{layer}"})
        self.places = Places(
            raw=self._uri("raw"),
            ledger=self._uri("ledger"),
            bronze=self._uri("bronze"),
            silver=self._uri("silver"),
            lineage=self._uri("silver") + "/lineage",
            silver_publications=self._uri("silver") + "/publications",
            gold=self._uri("gold"),
            gold_publications=self._uri("gold") + "/publications",
            quarantine=self._uri("quarantine"),
            replayed="replayed",
        )

    def _uri(self, zone: str) -> str:
        return f"s3://{self.prefix}-{zone}/{zone}"

    def put(self, name: str, content: bytes) -> str:
        """Puts a file into raw; returns its version."""
        answer = self.s3.put_object(Bucket=f"{self.prefix}-raw", Key=f"raw/{name}", Body=content)
        return str(answer["VersionId"])

    def fill(self, folder: Path) -> None:
        """Puts the files of a small shop into raw."""
        shop.write(folder)
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            self.put(file.relative_to(folder).as_posix(), file.read_bytes())

    def run(self, job: str, code_hash: str = "c0de") -> dict[str, Any]:
        """Runs a job; returns what it counted."""
        p = self.places
        settings = Settings(
            raw=p.raw,
            bronze=p.bronze,
            quarantine=p.quarantine,
            ledger=p.ledger,
            silver=p.silver,
            lineage=f"{p.silver}/lineage",
            silver_publications=p.silver_publications,
            gold=p.gold,
            gold_publications=p.gold_publications,
            catalog="glue",
            database_prefix=f"{self.prefix}_",
            metrics_uri=self._uri("ledger") + "/metrics",
            code_hash=code_hash,
        )
        done = perform(JOBS[job], settings)
        return {"files": done.files, "records": done.records}

    def page(self, number: int, *taken: tuple[str, str], pending: bool = False) -> None:
        """Writes a page of the ledger."""
        facts = {
            "dataset": "users",
            "verdict": "accept",
            "records": 1,
            "bad_records": 0,
            "data_file": f"{number}.parquet",
            "data_hash": "5ea1",
        }
        entries = [{"uri": uri, "version": version} | facts for uri, version in taken]
        folder = "pending" if pending else "files"
        self.s3.put_object(
            Bucket=f"{self.prefix}-ledger",
            Key=f"ledger/{folder}/{number:08d}.json",
            Body=json.dumps(entries).encode(),
        )
