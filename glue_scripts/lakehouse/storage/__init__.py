"""Files, wherever they stand: a folder of this machine or a bucket.

A place or a file is named by a text, `/lake/silver` or `s3://bucket/silver`, as engines name it.
"""

from __future__ import annotations

from lakehouse.storage.interface import Listing, RawFile, Storage
from lakehouse.storage.local import Local

__all__ = ["Listing", "RawFile", "Storage", "storage"]


def storage(place: str) -> Storage:
    """What reads and writes at a place."""
    if place.startswith("s3://"):
        # Whoever works in folders need not wait for AWS's library to load.
        from lakehouse.storage.s3 import S3

        return S3()
    return Local()
