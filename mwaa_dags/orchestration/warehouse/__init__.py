"""Gold in Redshift: definitions from the contracts, and the load of a publication."""
