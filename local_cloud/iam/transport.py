"""Simulated: a call over loopback counts as one over TLS.

Policies refuse plain HTTP (`aws:SecureTransport`), and the cloud has no certificate that clients
would trust; what comes over loopback does not leave the machine.
"""

from __future__ import annotations

from contextvars import ContextVar
from ipaddress import ip_address

import ministack.app
from ministack.core import iam_evaluator


def trust_loopback() -> None:
    """Makes `aws:SecureTransport` true for whoever calls from this machine."""
    ministack.app.pin_request_origin = _origin
    # Services that deliver to each other do so on this machine too.
    iam_evaluator._request_origin = ContextVar("request_origin", default=("127.0.0.1", True))


def _origin(address: str, secure: bool) -> None:
    iam_evaluator.pin_request_origin(address, secure or ip_address(address).is_loopback)
