"""Glue: how jobs encrypt. It is kept and can be asked for; nothing is encrypted."""

from __future__ import annotations

from local_cloud.clients import client
from local_cloud.cloudformation.unchanging import Unchanging
from local_cloud.extension import Properties


class SecurityConfiguration(Unchanging):
    """AWS::Glue::SecurityConfiguration."""

    kind = "AWS::Glue::SecurityConfiguration"
    known = frozenset({"EncryptionConfiguration", "Name"})

    def make(self, properties: Properties) -> str:
        """Makes one, under its name."""
        encryption = dict(properties["EncryptionConfiguration"])
        # CloudFormation and Glue spell it differently.
        if "S3Encryptions" in encryption:
            encryption["S3Encryption"] = encryption.pop("S3Encryptions")
        name: str = properties["Name"]
        client("glue").create_security_configuration(Name=name, EncryptionConfiguration=encryption)
        return name

    def drop(self, physical_id: str, properties: Properties) -> None:
        """Deletes it."""
        client("glue").delete_security_configuration(Name=physical_id)


def register() -> None:
    """Teaches the type."""
    SecurityConfiguration().register()
