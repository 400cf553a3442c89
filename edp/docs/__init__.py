"""Documents that are generated from the contracts."""
