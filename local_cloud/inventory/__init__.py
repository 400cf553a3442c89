"""Everything that there is in a cloud, whatever made it: for whoever wants nothing left over."""

from __future__ import annotations

import json
import urllib.request

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local_cloud.settings import ROOT_KEY, ROOT_SECRET, Settings

# Kind -> names, such as `ec2.vpcs` -> identifiers of networks.
Inventory = dict[str, set[str]]
SERVICE = "local-cloud"
TARGET = "LocalCloud"

# What AWS keeps as well when a stack is gone.
KEPT = {
    "cloudformation.change_sets": "those of stacks that are gone",
    "cloudformation.stack_events": "history",
    "cloudformation.stacks": "stacks that are gone are still found by their id",
    "cloudwatch.alarm_history": "history",
    "cloudwatch.metrics": "metrics cannot be deleted; they end by age",
    "ec2.nat_gateways": "gateways that are gone are shown for an hour",
    "eventbridge.events_log": "history",
    "kms.keys": "keys wait for their deletion, for 7 to 30 days",
    "lambda_svc.layers": "versions that are gone still serve functions that have them",
    "redshift.results": "the Data API keeps results for a day",
    "redshift.statements": "the Data API keeps statements for a day",
    "s3.completed_multipart_uploads": "history",
    "s3.object_versions": "objects are part of their bucket, which goes only when it has none",
}


def inventory(settings: Settings) -> Inventory:
    """What there is in a cloud that runs."""
    request = AWSRequest("POST", f"{settings.address}/", {"X-Amz-Target": f"{TARGET}.Inventory"})
    SigV4Auth(Credentials(ROOT_KEY, ROOT_SECRET), SERVICE, settings.region).add_auth(request)
    asked = urllib.request.Request(request.url, b"", dict(request.headers), method="POST")
    with urllib.request.urlopen(asked) as answer:
        return {kind: set(names) for kind, names in json.load(answer).items()}


def added(before: Inventory, after: Inventory) -> Inventory:
    """What has been added since, but for what AWS keeps as well."""
    new = {k: names - before.get(k, set()) for k, names in after.items() if k not in KEPT}
    return {kind: names for kind, names in new.items() if names}
