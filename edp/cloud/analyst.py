"""Somebody who may read what analysts may read, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from edp.cloud.data_api import Answer, query
from edp.cloud.environment import Environment

Ask = Callable[[str], Answer]


@contextmanager
def analyst(environment: Environment) -> Iterator[Ask]:
    """Asks the warehouse as a user with the role of analysts, who is gone afterwards.

    Whoever asks without a secret is a user of the database, called after the IAM identity.
    https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-access.html
    """
    arn = environment.client("sts").get_caller_identity()["Arn"]
    user = f'"IAM:{re.split("[/:]", arn)[-1]}"'
    query(environment, f"create user {user} password disable")
    try:
        query(environment, f"grant role analyst to {user}")
        yield partial(query, environment, administrator=False)
    finally:
        query(environment, f"drop user {user}")
