"""One record per key: candidates, states, survivors, and the fate of the rest."""
