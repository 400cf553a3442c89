"""Redshift Serverless and its Data API, simulated on DuckDB.

From the outside in: `service` adds it to the cloud, `data_api` takes statements, `runs` runs them,
each in a `session`, `execution` finds what a statement is, and the other modules do it.
"""
