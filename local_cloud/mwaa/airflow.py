"""One Airflow that runs: its processes, and what is done beside them for its environment."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from local_cloud.clients import assume
from local_cloud.leash import Leash
from local_cloud.mwaa import api, configuration, database, installation, preparation, trust
from local_cloud.mwaa.chores import Chore
from local_cloud.mwaa.credentials import Desk, Wallet
from local_cloud.mwaa.figures import Figures
from local_cloud.mwaa.logs import Follower
from local_cloud.mwaa.properties import Properties
from local_cloud.mwaa.source import Mirror, Source
from local_cloud.settings import Settings

log = logging.getLogger(__name__)

SESSION = "AmazonMWAA-airflow"
SECONDS_TO_START = 240


class UnhealthyError(Exception):
    """Airflow did not come up; the text says which part."""


class Airflow:
    """The Airflow of an environment: prepared, then started, then stopped."""

    def __init__(
        self, properties: Properties, settings: Settings, port: int, keys: dict[str, str]
    ) -> None:
        """Does nothing yet.

        Args:
            properties: All of the environment's.
            settings: The cloud's.
            port: The API server's.
            keys: Options of Airflow that hold the environment's secret keys.
        """
        self._properties, self._settings = properties, settings
        self._port, self._keys = port, keys
        self._folder = folder_of(properties["Name"], settings)
        self._leash: Leash | None = None
        self._desk: Desk | None = None
        self._chores: list[Chore] = []

    def prepare(self) -> None:
        """Gets everything and checks it; what runs in the same folder meanwhile is not disturbed.

        Raises:
            Exception: something cannot be had, or is not what it must be.
        """
        properties, role = self._properties, self._properties["ExecutionRoleArn"]
        trust.check(role)
        self._wallet = wallet = Wallet(lambda: assume(role, SESSION))
        bucket = properties["SourceBucketArn"].rpartition(":")[2]
        source = Source(lambda: wallet.client("s3"), bucket)
        source.check()
        self._mirror = Mirror(source, properties["DagS3Path"], self._folder / "dags")
        self._mirror.refresh()
        preparation.prepare(properties, source, self._folder, self._settings.airflow_python)
        database.provide(self._settings.airflow_python, self._folder / "airflow.db")

    def start(self) -> None:
        """Starts what is prepared; returns when every part is healthy.

        Raises:
            Exception: it did not come up; nothing runs then.
        """
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends everything."""
        for chore in self._chores:
            chore.stop()
        self._chores = []
        if self._leash:
            self._leash.end()
        if self._desk:
            self._desk.close()
        self._leash = self._desk = None

    def _start(self) -> None:
        name, wallet = self._properties["Name"], self._wallet
        preparation.put_in_place(self._folder)
        self._desk = Desk(wallet)
        follower = Follower(
            name,
            self._folder,
            self._properties["LoggingConfiguration"],
            lambda: wallet.client("logs"),
        )
        self._leash = self._launch()
        self._chores = [Chore(f"{name}: logs", 1, follower.ship)]
        self._wait()
        self._chores += [
            Chore(f"{name}: DAGs", 2, self._mirror.refresh),
            Chore(f"{name}: processes", 2, self._keep_running),
            Chore(f"{name}: figures", 10, Figures(name, self._port, wallet).publish),
        ]

    def _launch(self) -> Leash:
        assert self._desk
        variables = configuration.surroundings(
            self._properties, self._settings, self._folder, self._port, self._keys
        )
        return Leash(
            [
                str(self._settings.airflow_python),
                str(installation.INSIDE / "parts.py"),
                str(self._port),
                str(self._folder / "output"),
                str(self._folder / "airflow.db"),
            ],
            variables=variables | self._desk.variables,
            folder=self._folder,
            log=self._folder / "output" / "airflow.log",
        )

    def _wait(self) -> None:
        assert self._leash
        until = time.monotonic() + SECONDS_TO_START
        while not api.healthy(self._port):
            if time.monotonic() > until or not self._leash.running:
                raise UnhealthyError(
                    f"Airflow did not come up ({api.health(self._port) or 'no answer'}); "
                    f"its parts print to {self._folder / 'output'}"
                )
            time.sleep(0.25)

    def _keep_running(self) -> None:
        # A part that dies is started again by its parent; this is for the parent itself.
        if self._leash and not self._leash.running:
            log.warning(
                "environment %s: Airflow ended; starting it again", self._properties["Name"]
            )
            self._leash = self._launch()


def folder_of(name: str, settings: Settings) -> Path:
    """The folder of an environment, with those that Airflow needs in it."""
    for part in ("dags", "logs", "output", "plugins"):
        settings.part(f"mwaa/airflow/{name}/{part}")
    return settings.part(f"mwaa/airflow/{name}")
