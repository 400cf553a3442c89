"""The rules every synth is held to: cdk-nag's AwsSolutions, and what that pack leaves open."""

from __future__ import annotations

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from stacks.policy.plugin import PolicyPlugin


def attach(app: cdk.App) -> None:
    """Holds everything that `app` synthesises to both rule packs; a finding stops the synth.

    The context value `env` names the environment; rules that guard production look at it.
    An exception to a rule is acknowledged where it is needed, with its reason:
    `cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id="EDP::…", reason="…"))`.
    """
    environment = app.node.try_get_context("env")
    cdk.Validations.of(app).add_plugins(PolicyPlugin(environment), AwsSolutionsChecks(app))


__all__ = ["attach"]
