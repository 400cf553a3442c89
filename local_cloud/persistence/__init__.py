"""What the cloud holds is there again after it was killed, up to a second or two before.

ministack saves its state when it ends in peace. Objects in S3 are on disk as soon as they are
acknowledged; everything else is saved soon after it changed.
"""

from __future__ import annotations

from local_cloud.persistence import interrupted, snapshots


def register() -> None:
    """Saves from now on; what was under way when the cloud ended is called failed."""
    interrupted.install()
    snapshots.install()
