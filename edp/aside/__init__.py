"""Files whose records take no part: what a person decides on them."""
