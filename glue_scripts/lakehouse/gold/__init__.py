"""The star schema and the marts: silver in, gold out; every function DataFrame -> DataFrame."""
