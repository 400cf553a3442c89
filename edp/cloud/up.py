"""Brings the platform up in a local cloud, changes it, and takes it away."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import local_cloud.cloud as cloud
from config import load
from contracts.roots import VARIABLE
from edp.cloud import place
from edp.cloud.environment import NAME, Environment
from edp.cloud.steps import Steps
from edp.errors import EdpError
from local_cloud.cdk import Cdk, CdkError, synth
from local_cloud.settings import Settings

CODE = "handover"
SECONDS_BETWEEN_LOOKS = 1.0


def start(steps: Steps, folder: Path, stack: ExitStack, *, detach: bool = False) -> Settings:
    """Starts a cloud on a folder; it goes on where it was.

    Args:
        steps: Who is told.
        folder: All of the cloud is below.
        stack: When it closes, the cloud ends, unless it is detached.
        detach: Whether it goes on when this process ends.

    Raises:
        EdpError: it did not start.
    """
    settings = place.new(load(NAME), folder)
    try:
        with steps.step("Start the cloud"), _contracts_as_shipped():
            if detach:
                cloud.start_detached(settings)
            else:
                stack.enter_context(cloud.running(settings))
    except RuntimeError as error:
        raise EdpError(str(error)) from error
    return settings


@contextmanager
def _contracts_as_shipped() -> Iterator[None]:
    """What is started meanwhile finds contracts where they are deployed, not in our folders.

    Jobs inherit the surroundings of the cloud, and what is shipped has all roots in one folder.
    """
    ours = os.environ.pop(VARIABLE, None)
    try:
        yield
    finally:
        if ours is not None:
            os.environ[VARIABLE] = ours


def stay(settings: Settings) -> None:
    """Keeps the cloud running until somebody stops it, or this process.

    Raises:
        EdpError: the cloud has ended.
    """
    while cloud.find(settings.folder):
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise EdpError(f"the cloud has ended; its log is in {settings.folder / 'logs'}")


def deploy(settings: Settings, steps: Steps) -> Environment:
    """Deploys all stacks as they are in this folder.

    Raises:
        EdpError: the synth or the deployment failed.
    """
    cdk = _synthesised(settings, steps)
    with steps.step("Bootstrap the account"):
        _run(cdk.bootstrap)
    with steps.step("Deploy all stacks with the CDK"):
        _run(cdk.deploy)
    return _entered(settings)


def deploy_code(settings: Settings, steps: Steps) -> Environment:
    """Delivers scripts, library, contracts and DAGs, and nothing else.

    Raises:
        EdpError: the synth or the delivery failed.
    """
    cdk = _synthesised(settings, steps)
    with steps.step("Deliver scripts, library and DAGs"):
        _run(lambda: cdk.deploy(Environment(settings).names.of(CODE), hotswap=True))
    return _entered(settings)


def destroy(settings: Settings, steps: Steps) -> None:
    """Removes all stacks.

    Raises:
        EdpError: something could not be removed.
    """
    cdk = _synthesised(settings, steps)
    with steps.step("Destroy all stacks with the CDK"):
        _run(cdk.destroy)


def _synthesised(settings: Settings, steps: Steps) -> Cdk:
    out = settings.folder / "cdk.out"
    shutil.rmtree(out, ignore_errors=True)
    with steps.step("Synthesise the templates"):
        _run(lambda: synth(Path.cwd(), out, {"env": NAME}))
    return Cdk(settings=settings, app=out, context={})


def _entered(settings: Settings) -> Environment:
    environment = Environment(settings)
    environment.enter()
    return environment


def _run(command: Callable[[], object]) -> None:
    try:
        command()
    except CdkError as error:
        raise EdpError(str(error)) from error
