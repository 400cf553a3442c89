"""The stacks of one environment, and what they hand each other."""

from __future__ import annotations

import itertools

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from config import Config
from contracts.roots import use
from stacks.acknowledged import acknowledge_functions
from stacks.base import PlatformStack, tags
from stacks.catalog import CatalogStack
from stacks.constructs import release
from stacks.constructs.helpers import log_helpers
from stacks.handover import HandoverStack
from stacks.ingestion import IngestionStack
from stacks.network import NetworkStack
from stacks.observability import ObservabilityStack
from stacks.orchestration import OrchestrationStack
from stacks.processing import ProcessingStack
from stacks.storage import StorageStack
from stacks.warehouse import WarehouseStack


def build(app: cdk.App, config: Config) -> None:
    """Adds the platform to the app, in the order in which its stacks are deployed."""
    use(config.contract_roots)
    code, wheels, airflow = release.jobs(), release.glue_wheels(), release.airflow()
    storage = StorageStack(app, config)
    data_key, operations_key, removal = storage.data_key, storage.operations_key, storage.removal
    network = NetworkStack(app, config, logs=storage.logs)
    catalog = CatalogStack(app, config, key=data_key, removal=removal)
    processing = ProcessingStack(
        app, config, data_key=data_key, operations_key=operations_key, code=code, wheels=wheels
    )
    ingestion = IngestionStack(app, config, key=operations_key)
    warehouse = WarehouseStack(
        app,
        config,
        vpc=network.vpc,
        subnets=network.subnets.subnets,
        data_key=data_key,
        operations_key=operations_key,
        removal=removal,
    )
    handover = HandoverStack(
        app,
        config,
        key=operations_key,
        code=code,
        wheels=wheels,
        airflow=airflow,
        secret_arn=warehouse.secret_arn,
    )
    orchestration = OrchestrationStack(
        app,
        config,
        vpc=network.vpc,
        subnets=network.subnets.subnets,
        data_key=data_key,
        operations_key=operations_key,
        workgroup_arn=warehouse.workgroup.attr_workgroup_workgroup_arn,
        secret_arn=warehouse.secret_arn,
        release=airflow,
        plugins_version=handover.plugins_version,
        requirements_version=handover.requirements_version,
    )
    observability = ObservabilityStack(app, config, key=operations_key)
    _in_order(storage, catalog, processing, ingestion, handover, orchestration, observability)
    _mark(app, storage)
    _see_to_functions(operations_key, storage, network, handover)


def _see_to_functions(key: kms.IKey, *stacks: PlatformStack) -> None:
    """The functions of the CDK itself keep rules and logs like all else."""
    for stack in stacks:
        acknowledge_functions(stack)
        log_helpers(stack, key)


def _in_order(*stacks: PlatformStack) -> None:
    """Names join these stacks, not references, so the order has to be said."""
    for before, after in itertools.pairwise(stacks):
        after.add_stack_dependency(before)


def _mark(app: cdk.App, first: PlatformStack) -> None:
    for name, value in tags(first.config).items():
        cdk.Tags.of(app).add(name, value)
    bound = first.config.permissions_boundary
    if bound:
        policy = iam.ManagedPolicy.from_managed_policy_name(first, "Boundary", bound)
        iam.PermissionsBoundary.of(app).apply(policy)
