"""The managed Airflow: a real one, in processes of this machine.

`service` and `resource` are how it is asked for, `catalog` knows what there is, `lifecycle` starts
and ends it, `airflow` is one that runs.
"""

from __future__ import annotations

import atexit
import threading

from local_cloud import extension
from local_cloud.iam import needs
from local_cloud.mwaa import environments, lifecycle, rights, service
from local_cloud.mwaa.properties import REPLACED_BY
from local_cloud.mwaa.resource import KIND, Environment


def register() -> None:
    """Adds the type and the service; what was there before a restart is started again."""
    extension.add_resource(KIND, Environment(), replaced_by=REPLACED_BY)
    extension.add_service("airflow", targets=[], hosts=[r"airflow\."], handler=service.handle)
    needs.add("airflow", rights.checks)
    atexit.register(lifecycle.stop_all)
    names = environments.expect()
    threading.Thread(target=environments.resume, args=[names], daemon=True).start()
