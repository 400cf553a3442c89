"""Iceberg tables: made from contracts, evolved with them, read back."""
