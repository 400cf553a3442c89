"""The credentials of a role for processes that outlive them, as containers on AWS get them.

The cloud lets credentials expire after an hour, as AWS does. So processes are not given any: they
are told an address of loopback where each client fetches them, again and again.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local_cloud.clients import Credentials, client
from local_cloud.settings import HOST

# Clients renew what is valid for a quarter of an hour or less.
RENEWED_BEFORE_END = timedelta(minutes=20)

Assume = Callable[[], Credentials]


class Wallet:
    """Credentials of one role that are always valid."""

    def __init__(self, assume: Assume) -> None:
        """Gets the first ones, and fails if the role cannot be had."""
        self._assume = assume
        self._lock = threading.Lock()
        self._current = assume()
        self._clients: dict[tuple[str, str], Any] = {}

    def current(self) -> Credentials:
        """Credentials that are valid for some time."""
        with self._lock:
            if _end(self._current) - datetime.now(UTC) < RENEWED_BEFORE_END:
                self._current = self._assume()
            return self._current

    def client(self, service: str) -> Any:
        """A client of one service, to be used at once."""
        credentials = self.current()
        key = (service, credentials["AccessKeyId"])
        if key not in self._clients:
            self._clients = {k: c for k, c in self._clients.items() if k[1] == key[1]}
            self._clients[key] = client(service, credentials)
        return self._clients[key]


class Desk:
    """Where processes of this machine that know a word fetch a role's credentials."""

    def __init__(self, wallet: Wallet) -> None:
        """Opens it."""
        self._word = secrets.token_urlsafe(32)
        self._server = ThreadingHTTPServer((HOST, 0), _handler(wallet, self._word))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def variables(self) -> dict[str, str]:
        """What AWS's clients need in their surroundings to come here."""
        return {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://{HOST}:{self._server.server_port}/",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": self._word,
        }

    def close(self) -> None:
        """Closes it."""
        self._server.shutdown()
        self._server.server_close()


def _end(credentials: Credentials) -> datetime:
    end: Any = credentials["Expiration"]
    return datetime.fromisoformat(str(end))


def _handler(wallet: Wallet, word: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not secrets.compare_digest(self.headers.get("Authorization", ""), word):
                self.send_error(403)
                return
            found = wallet.current()
            body = json.dumps(
                {
                    "AccessKeyId": found["AccessKeyId"],
                    "SecretAccessKey": found["SecretAccessKey"],
                    "Token": found["SessionToken"],
                    "Expiration": _end(found).astimezone(UTC).isoformat(),
                }
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    return Handler
