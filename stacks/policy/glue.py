"""Rules for Glue jobs, whose defaults are an old version, no security and two days of running."""

from __future__ import annotations

from collections.abc import Iterator

from stacks.policy.rule import Finding, Template, rule

_JOB = "AWS::Glue::Job"
# The first Glue with Spark 4, for which the jobs are written.
OLDEST_VERSION = 6.0


def _without(template: Template, name: str) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_JOB):
        if not properties.get(name):
            yield Finding(logical_id, f"Properties/{name}")


@rule(
    "GlueTimeout",
    why="a hanging job without a timeout is paid for until somebody sees it",
    fix="set timeout to a few times the longest expected run",
)
def no_timeout(template: Template) -> Iterator[Finding]:
    return _without(template, "Timeout")


@rule(
    "GlueVersion",
    why="without a current version a job gets an old Spark, on which the scripts fail or differ",
    fix=f"set glue_version, {OLDEST_VERSION} or newer",
)
def old_version(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_JOB):
        if not _is_current(properties.get("GlueVersion")):
            yield Finding(logical_id, "Properties/GlueVersion")


def _is_current(version: object) -> bool:
    try:
        return float(str(version)) >= OLDEST_VERSION
    except ValueError:
        return False


@rule(
    "GlueSecurity",
    why="without a security configuration logs, bookmarks and spilled data are not encrypted",
    fix="give the job the security configuration of the environment",
)
def no_security_configuration(template: Template) -> Iterator[Finding]:
    return _without(template, "SecurityConfiguration")


RULES = (no_timeout, old_version, no_security_configuration)
