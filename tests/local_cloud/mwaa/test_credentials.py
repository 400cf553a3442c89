"""Processes get valid credentials of their role, however long they run; nobody else does."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError

import boto3
import pytest

from local_cloud.mwaa.credentials import Desk, Wallet


class Role:
    """Gives credentials that are valid for some minutes, each with a number."""

    def __init__(self) -> None:
        self.given, self.minutes = 0, 60

    def assume(self) -> dict[str, Any]:
        self.given += 1
        end = datetime.now(UTC) + timedelta(minutes=self.minutes)
        return {
            "AccessKeyId": f"key-{self.given}",
            "SecretAccessKey": "secret",
            "SessionToken": "token",
            "Expiration": end,
        }


@pytest.fixture
def role() -> Role:
    return Role()


@pytest.fixture
def desk(role: Role) -> Iterator[Desk]:
    desk = Desk(Wallet(role.assume))
    yield desk
    desk.close()


def test_credentials_are_kept_while_they_are_valid(role: Role) -> None:
    wallet = Wallet(role.assume)
    assert wallet.current() is wallet.current()
    assert role.given == 1


def test_they_are_renewed_before_they_end(role: Role) -> None:
    role.minutes = 19
    wallet = Wallet(role.assume)
    role.minutes = 60
    assert wallet.current()["AccessKeyId"] == "key-2"
    assert wallet.current()["AccessKeyId"] == "key-2"


def test_clients_of_aws_find_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in desk.variables.items():
        monkeypatch.setenv(name, value)
    found = boto3.Session().get_credentials().get_frozen_credentials()
    assert (found.access_key, found.secret_key, found.token) == ("key-1", "secret", "token")


def test_whoever_does_not_know_the_word_gets_none(desk: Desk) -> None:
    address = desk.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    for headers in ({}, {"Authorization": "guess"}):
        with pytest.raises(HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(address, headers=headers))
