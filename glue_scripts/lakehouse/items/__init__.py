"""Records that stand in arrays of other records: they share the fate of these."""
