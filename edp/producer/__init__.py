"""What producers and profiles say, and what the files say of it."""
