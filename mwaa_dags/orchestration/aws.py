"""Clients of AWS, under the role that Airflow has."""

from __future__ import annotations

from typing import Any

import boto3

from orchestration.handover import handover


def client(service: str) -> Any:
    """A client in the region of the environment. Tasks ask for one; parsing a DAG never does."""
    return boto3.client(service, region_name=handover().region)
