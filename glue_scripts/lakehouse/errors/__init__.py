"""How errors are said: the one kind that ends a job, its causes, the way back."""
