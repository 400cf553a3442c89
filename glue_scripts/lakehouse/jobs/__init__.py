"""The three jobs: raw files -> bronze -> silver -> gold."""
