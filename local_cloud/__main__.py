"""The server: `python -m local_cloud`, started by `local_cloud.cloud` with its settings."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from local_cloud.cloud import leave_note
from local_cloud.settings import HOST, ROOT_KEY, ROOT_SECRET, Settings, current

# Each has a function `register()` that extends the cloud.
PARTS: tuple[str, ...] = (
    "alarms",
    "cloudformation",
    "events",
    "functions",
    "glue",
    "iam",
    "inventory.service",
    "managed_keys",
    "mwaa",
    "object_storage",
    "persistence",
    "redshift.service",
)


def main() -> None:
    """Serves until it is told to stop."""
    settings = current()
    os.environ.update(_surroundings(settings))
    # ministack reads its surroundings when it is imported.
    import ministack.app

    for part in PARTS:
        importlib.import_module(f"local_cloud.{part}").register()
    leave_note(settings)
    sys.argv = ["ministack"]
    ministack.app.main()


def _surroundings(settings: Settings) -> dict[str, str]:
    return {
        # Functions find Node there.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GATEWAY_PORT": str(settings.port),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "MINISTACK_ACCOUNT_ID": settings.account,
        "MINISTACK_REGION": settings.region,
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_SECRET,
        "AWS_DEFAULT_REGION": settings.region,
        # It would listen on every address.
        "IOT_MTLS_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(settings.part("state")),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(settings.part("s3")),
        "TMPDIR": str(settings.part("tmp")),
        "HOME": str(settings.part("home")),
    }


if __name__ == "__main__":
    main()
