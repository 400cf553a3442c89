"""How Airflow is configured: what this machine needs, what is quick on it, the options given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from local_cloud.clients import variables
from local_cloud.mwaa.logs import LEVELS
from local_cloud.mwaa.properties import InvalidError, Properties
from local_cloud.settings import HOST, Settings

# An environment's options go before these.
TUNING = {
    "core.load_examples": "False",
    # A busy machine is no reason to fail.
    "core.dagbag_import_timeout": "120",
    "dag_processor.dag_file_processor_timeout": "180",
    "workers.execution_api_timeout": "60",
    # Slots for tasks, most of which wait for something else; each is a process.
    "core.parallelism": "6",
    "dag_processor.bundle_refresh_check_interval": "2",
    "dag_processor.print_stats_interval": "600",
    "dag_processor.refresh_interval": "1",
    # How long a DAG stays that is in its file no more.
    "dag_processor.stale_dag_threshold": "0",
    "scheduler.parsing_cleanup_interval": "5",
    "scheduler.orphaned_tasks_check_interval": "30",
    "scheduler.scheduler_idle_sleep_time": "0.2",
    "usage_data_collection.enabled": "False",
    # A worker may wait this long for the end of a task that is done.
    "workers.min_heartbeat_interval": "1",
}


def surroundings(
    properties: Properties, settings: Settings, folder: Path, port: int, keys: dict[str, str]
) -> dict[str, str]:
    """All variables that the processes of an environment see, but for those of its role.

    Args:
        properties: The environment's.
        settings: The cloud's.
        folder: The environment's own.
        port: Of its API server.
        keys: Options of Airflow that hold its secret keys.

    Raises:
        InvalidError: an option cannot be set.
    """
    own = _own(folder, port) | keys | {"logging.logging_level": _level(properties)}
    options = properties["AirflowConfigurationOptions"]
    if taken := sorted(options.keys() & own.keys()):
        raise InvalidError(f"set by MWAA itself, not in options: {', '.join(taken)}")
    aws = {k: v for k, v in variables(settings).items() if "ACCESS_KEY" not in k}
    return aws | _system(settings, folder) | _variables((TUNING | options | own).items())


def _own(folder: Path, port: int) -> dict[str, str]:
    address = f"http://{HOST}:{port}"
    return {
        "api.base_url": address,
        "core.auth_manager": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager"
        ".SimpleAuthManager",
        "core.dags_folder": str(folder / "dags"),
        "core.execution_api_server_url": f"{address}/execution/",
        "core.executor": "LocalExecutor",
        "core.plugins_folder": str(folder / "plugins"),
        "core.simple_auth_manager_all_admins": "True",
        # Parts that write at the same time wait for each other.
        "database.sql_alchemy_conn": f"sqlite:///{folder / 'airflow.db'}?timeout=30",
        "logging.base_log_folder": str(folder / "logs"),
        "logging.dag_processor_child_process_log_directory": str(folder / "logs/dag_processor"),
    }


def _level(properties: Properties) -> str:
    """The lowest level of any log; each log group takes from it what it wants."""
    logs: Iterable[dict[str, Any]] = properties["LoggingConfiguration"].values()
    return min((m["LogLevel"] for m in logs if m["Enabled"]), key=LEVELS.index, default="INFO")


def _system(settings: Settings, folder: Path) -> dict[str, str]:
    return {
        "AIRFLOW_HOME": str(folder),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": f"{settings.airflow_python.parent}:/usr/local/bin:/usr/bin:/bin",
        "TMPDIR": str(settings.part("tmp")),
        "TZ": "UTC",
    }


def _variables(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {f"AIRFLOW__{name.replace('.', '__', 1).upper()}": value for name, value in options}
