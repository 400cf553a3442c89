"""Simulated: a call over loopback counts as one over TLS.

Policies refuse plain HTTP (`aws:SecureTransport`), and the cloud has no certificate that clients
would trust; what comes over loopback does not leave the machine.
"""

from __future__ import annotations

from ipaddress import ip_address

import ministack.app
from ministack.core import iam_evaluator


def trust_loopback() -> None:
    """Makes `aws:SecureTransport` true for whoever calls from this machine."""
    ministack.app.pin_request_origin = _origin


def _origin(address: str, secure: bool) -> None:
    iam_evaluator.pin_request_origin(address, secure or ip_address(address).is_loopback)
