"""The properties of an environment: which there are, what they may be, and what they default to."""

from __future__ import annotations

from typing import Any

from local_cloud.mwaa import logs

Properties = dict[str, Any]

REPLACED_BY = ("Name", "KmsKey", "EndpointManagement")
REQUIRED = ("Name", "ExecutionRoleArn", "SourceBucketArn", "DagS3Path", "NetworkConfiguration")
# What Airflow runs with.
APPLIED = {
    *REQUIRED,
    "AirflowConfigurationOptions",
    "AirflowVersion",
    "LoggingConfiguration",
    "PluginsS3ObjectVersion",
    "PluginsS3Path",
    "RequirementsS3ObjectVersion",
    "RequirementsS3Path",
}
# What means nothing on one machine, and changes nothing that a DAG would see.
WITHOUT_EFFECT = {
    "EndpointManagement",
    "EnvironmentClass",
    "KmsKey",
    "MaxWebservers",
    "MaxWorkers",
    "MinWebservers",
    "MinWorkers",
    "Schedulers",
    "Tags",
    "WebserverAccessMode",
    "WeeklyMaintenanceWindowStart",
    "WorkerReplacementStrategy",
}
NUMBERS = ("MaxWebservers", "MaxWorkers", "MinWebservers", "MinWorkers", "Schedulers")
DEFAULTS: Properties = {
    "AirflowConfigurationOptions": {},
    "EndpointManagement": "SERVICE",
    "EnvironmentClass": "mw1.small",
    "LoggingConfiguration": {},
    "MaxWebservers": 2,
    "MaxWorkers": 10,
    "MinWebservers": 2,
    "MinWorkers": 1,
    "Schedulers": 2,
    "Tags": {},
    "WebserverAccessMode": "PUBLIC_ONLY",
}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class InvalidError(ValueError):
    """Properties that an environment cannot have; the text names them."""


def complete(given: Properties, installed: str) -> Properties:
    """All properties of an environment, with what was not given.

    Args:
        given: As they were given, in a template or in a call.
        installed: The version of Airflow that there is.

    Raises:
        InvalidError: a property that is not supported, not given, or has a wrong value.
    """
    given = {name: value for name, value in given.items() if value is not None}
    if missing := [name for name in REQUIRED if not given.get(name)]:
        raise InvalidError(f"required: {', '.join(missing)}")
    if unknown := sorted(given.keys() - APPLIED - WITHOUT_EFFECT):
        raise InvalidError(f"not supported by the local MWAA: {', '.join(unknown)}")
    found = {**DEFAULTS, "AirflowVersion": installed, **given}
    if found["AirflowVersion"] != installed:
        raise InvalidError(
            f"AirflowVersion {found['AirflowVersion']} is not installed here, {installed} is"
        )
    for name in NUMBERS:
        found[name] = int(found[name])
    options = found["AirflowConfigurationOptions"]
    found["AirflowConfigurationOptions"] = {k: str(v) for k, v in options.items()}
    found["LoggingConfiguration"] = _logging(found["LoggingConfiguration"])
    return found


def _logging(given: Properties) -> Properties:
    if unknown := sorted(given.keys() - logs.GROUPS.keys()):
        raise InvalidError(f"not supported in LoggingConfiguration: {', '.join(unknown)}")
    found = {}
    for kind in logs.GROUPS:
        module = given.get(kind, {})
        level = module.get("LogLevel", "INFO")
        if level not in LEVELS:
            raise InvalidError(f"LogLevel {level} of {kind} is none of {', '.join(LEVELS)}")
        # CloudFormation hands over texts.
        enabled = str(module.get("Enabled", False)).lower() == "true"
        found[kind] = {"Enabled": enabled, "LogLevel": level}
    return found
