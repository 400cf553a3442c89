"""How fast the platform is, held against others that do the same job on the same files."""
