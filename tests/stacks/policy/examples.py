"""For every rule stacks that break it and stacks that keep it, as small as they can be."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_mwaa as mwaa
from aws_cdk import aws_redshiftserverless as redshift
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secrets

Build = Callable[[cdk.Stack], None]
BAD: dict[str, list[Build]] = {}
GOOD: dict[str, list[Build]] = {}


def bad(*rule_ids: str) -> Callable[[Build], Build]:
    """A stack that each of these rules has to catch."""
    return lambda build: _keep(BAD, rule_ids, build)


def good(*rule_ids: str) -> Callable[[Build], Build]:
    """A stack that each of these rules has to pass."""
    return lambda build: _keep(GOOD, rule_ids, build)


def _keep(where: dict[str, list[Build]], rule_ids: tuple[str, ...], build: Build) -> Build:
    for rule_id in rule_ids:
        where.setdefault(rule_id, []).append(build)
    return build


def workgroup(stack: cdk.Stack, **properties: object) -> redshift.CfnWorkgroup:
    return redshift.CfnWorkgroup(stack, "Workgroup", workgroup_name="shop", **properties)


@bad("RedshiftPublic")
def public_workgroup(stack: cdk.Stack) -> None:
    workgroup(stack, publicly_accessible=True)


@bad("RedshiftPublic")
def workgroup_made_public_by_an_override(stack: cdk.Stack) -> None:
    private = workgroup(stack, publicly_accessible=False)
    private.add_property_override("PubliclyAccessible", "true")


@bad("RedshiftPublic")
def workgroup_that_a_deployment_may_make_public(stack: cdk.Stack) -> None:
    choice = cdk.CfnParameter(stack, "Public", default="false")
    workgroup(stack).add_property_override("PubliclyAccessible", {"Ref": choice.logical_id})


@good("RedshiftPublic", "RedshiftWithoutTls")
def private_workgroup(stack: cdk.Stack) -> None:
    workgroup(stack, publicly_accessible=False)


@bad("RedshiftWithoutTls")
def workgroup_without_tls(stack: cdk.Stack) -> None:
    off = redshift.CfnWorkgroup.ConfigParameterProperty(
        parameter_key="require_ssl", parameter_value="false"
    )
    workgroup(stack, config_parameters=[off])


@bad("RedshiftUnencrypted", "PlaintextPassword")
def namespace_with_a_password_in_the_code(stack: cdk.Stack) -> None:
    redshift.CfnNamespace(
        stack, "Namespace", namespace_name="shop", admin_user_password="Correct-Horse-1"
    )


@good("RedshiftUnencrypted", "PlaintextPassword", "ProdDeletable")
def namespace_with_a_managed_password(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    namespace = redshift.CfnNamespace(
        stack,
        "Namespace",
        namespace_name="shop",
        manage_admin_password=True,
        kms_key_id=key.key_arn,
    )
    namespace.apply_removal_policy(cdk.RemovalPolicy.RETAIN)


@bad("PlaintextPassword")
def password_as_a_job_argument(stack: cdk.Stack) -> None:
    job(stack, default_arguments={"--warehouse-password": "Correct-Horse-1"})


@bad("PlaintextPassword")
def password_in_a_plain_parameter(stack: cdk.Stack) -> None:
    password = cdk.CfnDynamicReference(cdk.CfnDynamicReferenceService.SSM, "/shop/password:1")
    redshift.CfnNamespace(
        stack, "Namespace", namespace_name="shop", admin_user_password=password.to_string()
    )


@good("PlaintextPassword")
def password_by_reference_to_a_secret(stack: cdk.Stack) -> None:
    secret = secrets.Secret(stack, "Secret")
    redshift.CfnNamespace(
        stack,
        "Namespace",
        namespace_name="shop",
        admin_user_password=secret.secret_value.unsafe_unwrap(),
    )


def airflow(stack: cdk.Stack, mode: str, logs: dict[str, object]) -> None:
    mwaa.CfnEnvironment(
        stack, "Airflow", name="shop", webserver_access_mode=mode, logging_configuration=logs
    )


def logs_of(*names: str) -> dict[str, object]:
    return {name: {"enabled": True, "logLevel": "INFO"} for name in names}


@bad("AirflowPublic", "AirflowUnlogged")
def public_airflow_without_logs(stack: cdk.Stack) -> None:
    airflow(stack, "PUBLIC_ONLY", {})


@bad("AirflowUnlogged")
def airflow_with_one_log_of_five(stack: cdk.Stack) -> None:
    airflow(stack, "PRIVATE_ONLY", logs_of("taskLogs"))


@good("AirflowPublic", "AirflowUnlogged")
def private_airflow_with_logs(stack: cdk.Stack) -> None:
    names = ("dagProcessingLogs", "schedulerLogs", "taskLogs", "webserverLogs", "workerLogs")
    airflow(stack, "PRIVATE_ONLY", logs_of(*names))


def job(stack: cdk.Stack, **properties: object) -> None:
    command = glue.CfnJob.JobCommandProperty(name="glueetl")
    glue.CfnJob(stack, "Job", role="etl", command=command, **properties)


@bad("GlueTimeout", "GlueVersion", "GlueSecurity")
def job_with_glue_s_defaults(stack: cdk.Stack) -> None:
    job(stack)


@bad("GlueVersion")
def job_on_an_old_version(stack: cdk.Stack) -> None:
    job(stack, glue_version="4.0", timeout=60, security_configuration="shop")


@good("GlueTimeout", "GlueVersion", "GlueSecurity", "PlaintextPassword")
def job_with_all_it_needs(stack: cdk.Stack) -> None:
    job(stack, glue_version="6.0", timeout=60, security_configuration="shop")


@bad("BucketLifecycle", "BucketTls", "ProdDeletable", "ProdEmptied")
def throw_away_bucket(stack: cdk.Stack) -> None:
    s3.Bucket(stack, "Bucket", removal_policy=cdk.RemovalPolicy.DESTROY, auto_delete_objects=True)


@bad("BucketLifecycle")
def bucket_with_a_disabled_lifecycle(stack: cdk.Stack) -> None:
    off = s3.LifecycleRule(enabled=False, expiration=cdk.Duration.days(30))
    s3.Bucket(stack, "Bucket", lifecycle_rules=[off])


@bad("BucketTls")
def bucket_whose_policy_denies_something_else(stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "Bucket")
    bucket.add_to_resource_policy(
        iam.PolicyStatement(
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:DeleteObject"],
            resources=[bucket.arn_for_objects("*")],
        )
    )


@good("BucketLifecycle", "BucketTls", "ProdDeletable", "ProdEmptied")
def kept_bucket(stack: cdk.Stack) -> None:
    s3.Bucket(
        stack,
        "Bucket",
        enforce_ssl=True,
        lifecycle_rules=[s3.LifecycleRule(noncurrent_version_expiration=cdk.Duration.days(90))],
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )


@bad("ProdDeletable")
def catalog_database_by_default(stack: cdk.Stack) -> None:
    names = glue.CfnDatabase.DatabaseInputProperty(name="gold")
    glue.CfnDatabase(stack, "Gold", catalog_id="111111111111", database_input=names)


def role(stack: cdk.Stack, *statements: iam.PolicyStatement) -> iam.Role:
    made = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("glue.amazonaws.com"))
    for statement in statements:
        made.add_to_policy(statement)
    return made


def allow(action: str, resource: str = "*", **conditions: dict[str, str]) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=[action], resources=[resource], conditions=conditions)


GOLD = "arn:aws:s3:::shop-gold/marts/*"


@bad("WildcardAction")
def role_that_may_do_all_of_s3(stack: cdk.Stack) -> None:
    role(stack, allow("s3:*", GOLD))


@bad("WildcardAction")
def role_that_may_do_all_but_one_thing(stack: cdk.Stack) -> None:
    role(stack, iam.PolicyStatement(not_actions=["s3:DeleteObject"], resources=[GOLD]))


@bad("WildcardAction")
def inline_policy_that_may_do_everything(stack: cdk.Stack) -> None:
    everything = iam.PolicyDocument(statements=[allow("*", GOLD)])
    iam.Role(
        stack,
        "Role",
        assumed_by=iam.ServicePrincipal("glue.amazonaws.com"),
        inline_policies={"all": everything},
    )


@bad("WildcardResource")
def role_that_reads_every_object(stack: cdk.Stack) -> None:
    role(stack, allow("s3:GetObject"))


@bad("WildcardResource")
def role_that_reads_every_bucket_of_s3(stack: cdk.Stack) -> None:
    role(stack, allow("s3:GetObject", stack.format_arn(service="s3", resource="*")))


@bad("WildcardResource")
def role_that_reads_every_bucket_by_substitution(stack: cdk.Stack) -> None:
    role(stack, allow("s3:GetObject", cdk.Fn.sub("arn:${AWS::Partition}:s3:::*")))


@bad("WildcardResource")
def role_whose_condition_narrows_nothing(stack: cdk.Stack) -> None:
    role(stack, allow("s3:GetObject", Bool={"aws:SecureTransport": "true"}))


@good("WildcardAction", "WildcardResource", "OpenTrust")
def role_with_the_grants_of_a_construct(stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "Bucket", encryption=s3.BucketEncryption.KMS)
    bucket.grant_read_write(role(stack), "marts/*")


@good("WildcardAction", "WildcardResource")
def role_whose_action_knows_no_resources(stack: cdk.Stack) -> None:
    role(stack, allow("logs:DescribeLogGroups"), allow("ec2:DescribeSub*"))


@good("WildcardResource")
def role_narrowed_by_a_condition(stack: cdk.Stack) -> None:
    namespace = {"cloudwatch:namespace": "shop"}
    role(stack, allow("cloudwatch:PutMetricData", StringEquals=namespace))


@bad("OpenTrust")
def role_for_everybody(stack: cdk.Stack) -> None:
    iam.Role(stack, "Role", assumed_by=iam.AnyPrincipal())
