"""Holds a published lake against one that is built from nothing."""
