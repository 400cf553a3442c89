"""The star schema and the marts: each table one SELECT in `models/`, and one contract."""
