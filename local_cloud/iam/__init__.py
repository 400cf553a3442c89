"""IAM for every principal: what ministack does not check, or checks on another resource than AWS.

Each call is held against what AWS would hold it against, its use of keys included, and noted down:
`local_cloud.iam.permissions` says from that which rights nobody used.
"""

from __future__ import annotations


def register() -> None:
    """Puts the checks in the place of ministack's."""
    # Whoever only reads the record need not wait for all of ministack to load.
    from local_cloud.iam import (
        calls,
        deliveries,
        denials,
        enforcement,
        missing_objects,
        root,
        transport,
    )

    transport.trust_loopback()
    root.install()
    enforcement.install()
    deliveries.install()
    denials.install()
    missing_objects.install()
    calls.keep()
