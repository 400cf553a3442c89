"""Names that fit every pattern, and that AWS keeps for itself all the same."""

from __future__ import annotations

from sqlglot.dialects.redshift import Redshift

# What buckets and parameters may not begin with; both begin with the prefix of the platform.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
# https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
OF_BUCKETS = ("sthree-", "amzn-s3-demo-")
OF_PARAMETERS = ("aws", "ssm")
# https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_DATABASE.html
# sqlglot has one of the words with spaces behind it.
OF_SQL = frozenset(word.strip() for word in Redshift.Generator.RESERVED_KEYWORDS)
OF_DATABASES = ("awsdatacatalog", "padb_harvest", "template0", "template1")


def free_as_prefix(prefix: str) -> str:
    """The prefix, if names may begin with it.

    Raises:
        ValueError: S3 or the parameter store would refuse it.
    """
    if f"{prefix}-".startswith(OF_BUCKETS):
        raise ValueError(f"{prefix!r} begins names that S3 keeps for itself")
    if prefix.startswith(OF_PARAMETERS):
        raise ValueError(f"{prefix!r} begins names that the parameter store keeps for itself")
    return prefix


def free_in_redshift(database: str) -> str:
    """The database, if Redshift has no other meaning for the word.

    Raises:
        ValueError: it is a word of its SQL, or a database of its own.
    """
    if database in OF_SQL or database in OF_DATABASES:
        raise ValueError(f"{database!r} is a word that Redshift keeps for itself")
    return database


def not_of_aws(value: str) -> str:
    """The value of a tag, unless it is one that only AWS may write.

    Raises:
        ValueError: it is.
    """
    if value.lower().startswith("aws:"):
        raise ValueError(f"{value!r} begins with aws:, which tags may not")
    return value
