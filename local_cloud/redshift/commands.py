"""Statements that are known by their words rather than by their grammar."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from local_cloud.redshift import (
    alteration,
    copy_command,
    create_table,
    external,
    identities,
    masking,
    privileges,
    schemas,
    transaction,
    views,
)
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import NAME, QUALIFIED

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

Command = Callable[["Session", re.Match[str]], Answer]

_PRIVILEGES = r"(?P<privileges>(?:(?!\bon\b|\brole\b).)+?)"
_GRANTEES = r"\s+(?:to|from)\s+(?P<grantees>.+?)"
_ADMIN = r"(?P<admin>\s+with\s+(?:grant|admin)\s+option)?"
_END = r"(?:\s+(?:cascade|restrict))?"
_KIND = (
    r"(?:(?P<kind>table|schema|database|view|all\s+tables\s+in\s+schema|all\s+views\s+in\s+schema)"
    r"\s+)?"
)
_MASKING = rf"masking\s+policy\s+(?P<name>{NAME})"
_ON = rf"\s+on\s+(?P<table>{QUALIFIED})\s*\((?P<columns>[^)]*)\)"

# Pattern of the whole statement -> what it does. The first that fits is taken.
_COMMANDS: list[tuple[str, Command]] = [
    (r"(?:begin|start\s+transaction)\b.*", transaction.begin),
    (r"(?:commit|end)(?:\s+(?:work|transaction))?", transaction.commit),
    (r"(?:rollback|abort)(?:\s+(?:work|transaction))?", transaction.rollback),
    (
        r"(?:set(?:\s+(?:session|local))?|reset)\s+(?P<name>\w+)(?:\s*(?:\bto\b|=)\s*(?P<value>.+))?",
        transaction.setting,
    ),
    (r"analyze\b.*", transaction.nothing),
    (rf"truncate(?:\s+table)?\s+(?P<name>{QUALIFIED})", transaction.truncate),
    (create_table.HEAD, create_table.create_table),
    (
        rf"create\s+(?P<replace>or\s+replace\s+)?view\s+(?P<name>{QUALIFIED})\s+as\s+"
        r"(?P<query>.*?)(?P<late>\s+with\s+no\s+schema\s+binding)?",
        views.create,
    ),
    (
        rf"create\s+schema\s+(?P<exists>if\s+not\s+exists\s+)?(?P<name>{NAME})"
        rf"(?:\s+authorization\s+{NAME})?(?:\s+quota\s+.*)?",
        schemas.create,
    ),
    (rf"alter\s+schema\s+(?P<name>{NAME})\s+rename\s+to\s+(?P<new>{NAME})", schemas.rename),
    (
        rf"create\s+external\s+schema\s+(?P<exists>if\s+not\s+exists\s+)?(?P<name>{NAME})\s+"
        r"from\s+data\s+catalog\s+database\s+'(?P<database>[^']+)'(?P<options>.*)",
        external.create,
    ),
    (
        r"drop\s+(?P<kind>table|view|schema)\s+(?P<exists>if\s+exists\s+)?(?P<names>.*?)"
        r"(?P<cascade>\s+cascade)?(?:\s+restrict)?",
        schemas.drop,
    ),
    (rf"alter\s+table\s+(?P<name>{QUALIFIED})\s+(?P<action>.*)", alteration.alter),
    (
        rf"comment\s+on\s+(?P<kind>table|view|column|schema)\s+(?P<name>{QUALIFIED})\s+is\s+"
        r"(?P<value>null|'.*')",
        alteration.comment,
    ),
    (
        rf"create\s+(?P<kind>user|role|group)\s+(?P<name>{NAME})(?:\s+.*)?",
        identities.create_identity,
    ),
    (
        rf"drop\s+(?P<kind>user|role|group)\s+(?P<exists>if\s+exists\s+)?(?P<name>{NAME})"
        r"(?:\s+(?:force|restrict))?",
        identities.drop_identity,
    ),
    (
        rf"(?P<verb>grant|revoke)\s+(?:admin\s+option\s+for\s+)?role\s+(?P<roles>.+?){_GRANTEES}{_ADMIN}",
        identities.grant_role,
    ),
    (
        rf"(?P<verb>grant|revoke)\s+(?:grant\s+option\s+for\s+)?{_PRIVILEGES}\s+on\s+{_KIND}"
        rf"(?P<objects>.+?){_GRANTEES}{_ADMIN}{_END}",
        privileges.grant,
    ),
    (
        rf"alter\s+default\s+privileges(?:\s+for\s+user\s+(?P<owner>{NAME}))?"
        rf"(?:\s+in\s+schema\s+(?P<schema>{NAME}))?\s+(?P<verb>grant|revoke)\s+{_PRIVILEGES}\s+on\s+"
        rf"tables{_GRANTEES}{_ADMIN}{_END}",
        privileges.default_privileges,
    ),
    (
        rf"create\s+masking\s+policy\s+(?P<exists>if\s+not\s+exists\s+)?(?P<name>{NAME})\s+"
        r"with\s*\((?P<columns>.*?)\)\s+using\s*\((?P<expression>.*)\)",
        masking.create,
    ),
    (rf"alter\s+{_MASKING}\s+using\s*\((?P<expression>.*)\)", masking.alter),
    (rf"drop\s+{_MASKING}(?P<cascade>\s+cascade)?", masking.drop),
    (
        rf"attach\s+{_MASKING}{_ON}(?:\s+using\s*\((?P<inputs>[^)]*)\))?\s+to\s+(?P<grantee>.+?)"
        r"(?:\s+priority\s+(?P<priority>\d+))?",
        masking.attach,
    ),
    (rf"detach\s+{_MASKING}{_ON}\s+from\s+(?P<grantee>.+)", masking.detach),
    (
        rf"copy\s+(?P<table>{QUALIFIED})\s*(?:\((?P<columns>[^)]*)\))?\s+from\s+'(?P<uri>[^']*)'"
        r"(?P<options>.*)",
        copy_command.copy,
    ),
]
COMMANDS = [(re.compile(p, re.IGNORECASE | re.DOTALL), command) for p, command in _COMMANDS]
# These change nothing that others could see.
READING: set[Command] = {
    transaction.begin,
    transaction.setting,
    transaction.nothing,
    transaction.commit,
    transaction.rollback,
}
