"""The encryption that templates ask for, where ministack's CloudFormation leaves it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from ministack.services import s3, sns
from ministack.services.cloudformation import provisioners

Properties = dict[str, Any]


def install() -> None:
    """Teaches CloudFormation the encryption of buckets and topics."""
    provisioners._S3_BUCKET_CONFIGURATIONS += (
        ("BucketEncryption", _xml, s3._put_bucket_encryption, s3._delete_bucket_encryption),
    )
    topic = provisioners._RESOURCE_HANDLERS["AWS::SNS::Topic"]
    topic["create"] = _with_key(topic["create"], properties_at=1)
    topic["update"] = _with_key(topic["update"], properties_at=2)


def _xml(encryption: Properties) -> bytes:
    root = Element("ServerSideEncryptionConfiguration", xmlns=s3.S3_NS)
    for rule in encryption["ServerSideEncryptionConfiguration"]:
        of_rule = SubElement(root, "Rule")
        default = SubElement(of_rule, "ApplyServerSideEncryptionByDefault")
        for name, value in rule.get("ServerSideEncryptionByDefault", {}).items():
            SubElement(default, name).text = value
        one_key = str(rule.get("BucketKeyEnabled", False)).lower()
        SubElement(of_rule, "BucketKeyEnabled").text = one_key
    return tostring(root)


def _with_key(handler: Callable[..., Any], *, properties_at: int) -> Callable[..., Any]:
    def handle(*arguments: Any, **more: Any) -> Any:
        made = handler(*arguments, **more)
        attributes = sns._topics[made[0]]["attributes"]
        attributes["KmsMasterKeyId"] = arguments[properties_at].get("KmsMasterKeyId", "")
        return made

    return handle
