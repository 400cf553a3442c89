"""Stack: everything that runs, delivered into the code bucket, and what it has to know."""

from __future__ import annotations

import json

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3_deployment as deployment
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.constructs.access import allow
from stacks.constructs.delivery import Delivery
from stacks.constructs.handover_values import handover_values
from stacks.constructs.lookups import Lookups
from stacks.constructs.release import Release, dags

# Says which secret is the warehouse's.
SECRET = "secret.json"


class HandoverStack(PlatformStack):
    """Jobs, wheels, DAGs and their requirements; beside the DAGs, handover.json.

    Parsing a DAG calls nothing of AWS: all it needs stands in that file, and in secret.json beside
    it. People and other stacks find the same values in the parameter store.
    """

    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        key: kms.IKey,
        code: Release,
        wheels: Release,
        airflow: Release,
        secret_arn: str,
    ) -> None:
        """Delivers."""
        super().__init__(scope, "handover", config)
        keys = [airflow.key("plugins.zip"), airflow.key("requirements.txt")]
        objects = (f"{self.names.bucket_arn('code')}/{k}" for k in keys)
        may_look = allow(["s3:GetObject"], *objects)
        lookups = Lookups(self, "Lookups", config, key=key, what="lookups", right=may_look)
        values = handover_values(config, code)
        delivery = Delivery(self, "Delivery", config, key=key)
        # Code by itself: it changes often, and the wheels are large.
        delivery.put("Jobs", _asset(code))
        delivered = delivery.put("Releases", _asset(wheels), _asset(airflow))
        dags_delivered = delivery.put(
            "Dags",
            deployment.Source.asset(str(dags())),
            deployment.Source.data("handover.json", json.dumps(values, indent=1)),
            folder="dags",
            prune=True,
            spared=[SECRET],
        )
        # By itself: what a hotswap delivers may hold nothing that only a deployment tells.
        secret = deployment.Source.data(SECRET, json.dumps({"arn": secret_arn}))
        dags_delivered.node.add_dependency(delivery.put("Secret", secret, folder="dags"))
        self._parameters(values)
        found = [
            lookups.object_version(n, k)
            for n, k in zip(("Plugins", "Requirements"), keys, strict=True)
        ]
        for version in found:
            version.node.add_dependency(delivered)
        self.plugins_version, self.requirements_version = (
            v.get_att_string("VersionId") for v in found
        )

    def _parameters(self, values: dict[str, object]) -> None:
        for name, value in values.items():
            text = value if isinstance(value, str) else json.dumps(value, indent=1)
            ssm.StringParameter(
                self,
                f"Parameter{name.capitalize()}",
                parameter_name=self.names.parameter(name),
                string_value=text,
                description=f"{name}, as in handover.json",
            )


def _asset(release: Release) -> deployment.ISource:
    return deployment.Source.asset(str(release.path))
