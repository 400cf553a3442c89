"""The platform on AWS: one file per stack."""
