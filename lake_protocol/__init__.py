"""What the parts of the platform must agree on: names, places and documents of the lake.

Jobs write the ledger and the publications; DAGs, stacks and the command line read them. Their form
stands here once, and knows nothing of files, buckets or engines.
"""
