"""Rules for Amazon MWAA, of which AwsSolutions says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from stacks.policy.rule import Finding, Template, is_true, rule

_ENVIRONMENT = "AWS::MWAA::Environment"
_LOGS = (
    "DagProcessingLogs",
    "SchedulerLogs",
    "TaskLogs",
    "WebserverLogs",
    "WorkerLogs",
)


@rule(
    "AirflowPublic",
    why="a public web server puts Airflow, which may start every job, on the internet",
    fix='set webserver_access_mode="PRIVATE_ONLY"',
)
def public_web_server(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_ENVIRONMENT):
        if properties.get("WebserverAccessMode", "PRIVATE_ONLY") != "PRIVATE_ONLY":
            yield Finding(logical_id, "Properties/WebserverAccessMode")


@rule(
    "AirflowUnlogged",
    why="a failed run leaves no trace without this log",
    fix="enable it in logging_configuration, with a level",
)
def unlogged(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_ENVIRONMENT):
        logging = properties.get("LoggingConfiguration", {})
        for log in _LOGS:
            if not is_true(logging.get(log, {}).get("Enabled")):
                yield Finding(logical_id, f"Properties/LoggingConfiguration/{log}", log)


RULES = (public_web_server, unlogged)
