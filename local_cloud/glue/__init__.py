"""Glue jobs that really run: each run is a process under the job's role, on an embedded engine.

Plain ministack says of every Spark job that it succeeded, and runs nothing. Databases and tables
are ministack's own.
"""

from __future__ import annotations

from local_cloud.extension import add_operations, add_resource
from local_cloud.glue import log_encryption, operations
from local_cloud.glue.recovery import recover
from local_cloud.glue.resource import JobResource


def register() -> None:
    """Extends the cloud."""
    add_operations("glue", operations.OPERATIONS)
    add_operations("logs", log_encryption.OPERATIONS)
    add_resource("AWS::Glue::Job", JobResource(), replaced_by=["Name"])
    recover()
