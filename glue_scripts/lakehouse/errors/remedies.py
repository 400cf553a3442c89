"""Ways back from damage, as errors name them; docs/operations/rebuild.md tells the rest."""

from __future__ import annotations

BACKUP = "put it back from a backup"
# What only raw can say again: which files were taken, and what stood in them.
FROM_RAW = f"{BACKUP}, or build the lake anew from raw with `edp rebuild`"
# What follows from the ledger and the files of bronze.
FROM_BRONZE = "build it anew with `edp rebuild --from bronze`"
