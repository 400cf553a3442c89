"""What a local cloud is started with; the server and all its parts read it here."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

VARIABLE = "LOCAL_CLOUD_SETTINGS"
HOST = "127.0.0.1"
# An identity of its own: the CDK's command line remembers which account an access key belongs to.
ROOT_KEY, ROOT_SECRET = "LOCALCLOUDROOT000000", "local-cloud-root-secret"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where a local cloud is, and with what it works.

    Attributes:
        folder: All it writes is below; started again on it, it goes on where it was.
        port: Of loopback; every service answers there.
        account: The account that everything is in, 12 digits.
        region: The region that everything is in.
        glue_python: Interpreter of the environment that Glue jobs run in.
        airflow_python: Interpreter of the environment that Airflow is installed in.
    """

    folder: Path
    port: int
    account: str
    region: str
    glue_python: Path
    airflow_python: Path

    @property
    def address(self) -> str:
        """Where every service answers."""
        return f"http://{HOST}:{self.port}"

    def part(self, name: str) -> Path:
        """The folder of one part of the cloud; made if it is not there."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def write(self, variables: dict[str, str]) -> None:
        """Hands the settings to a process that will be started with these variables."""
        variables[VARIABLE] = json.dumps(asdict(self), default=str)


def current() -> Settings:
    """The settings of the cloud that this process belongs to."""
    return parse(os.environ[VARIABLE])


def parse(text: str) -> Settings:
    """Settings as they were handed over."""
    found = json.loads(text)
    for name in ("folder", "glue_python", "airflow_python"):
        found[name] = Path(found[name])
    return Settings(**found)
