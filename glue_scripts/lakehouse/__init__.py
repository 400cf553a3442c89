"""The library behind the three jobs: raw files -> bronze -> silver -> gold."""
