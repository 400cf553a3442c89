"""Rules for Redshift Serverless, of which AwsSolutions says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from stacks.policy.rule import Finding, Template, is_false, rule

_WORKGROUP = "AWS::RedshiftServerless::Workgroup"


@rule(
    "RedshiftPublic",
    why="a public workgroup puts the warehouse's login on the internet",
    fix="set publicly_accessible=False and reach it through the VPC or the Data API",
)
def public_workgroup(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_WORKGROUP):
        if not is_false(properties.get("PubliclyAccessible", False)):
            yield Finding(logical_id, "Properties/PubliclyAccessible")


@rule(
    "RedshiftUnencrypted",
    why="without a key of our own nobody can audit or withdraw the right to read the warehouse",
    fix="give the namespace kms_key_id, the key of the environment",
)
def no_own_key(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type("AWS::RedshiftServerless::Namespace"):
        if not properties.get("KmsKeyId"):
            yield Finding(logical_id, "Properties/KmsKeyId")


@rule(
    "RedshiftWithoutTls",
    why="with require_ssl off, passwords and rows cross the network in the clear",
    fix="leave the workgroup's require_ssl on",
)
def tls_off(template: Template) -> Iterator[Finding]:
    for logical_id, properties in template.of_type(_WORKGROUP):
        for parameter in properties.get("ConfigParameters", []):
            off = is_false(parameter.get("ParameterValue"))
            if parameter.get("ParameterKey") == "require_ssl" and off:
                yield Finding(logical_id, "Properties/ConfigParameters")


RULES = (public_workgroup, no_own_key, tls_off)
