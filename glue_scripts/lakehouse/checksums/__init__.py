"""Proofs that rows are where they should be: checksums of rows and columns, keys of their own."""
