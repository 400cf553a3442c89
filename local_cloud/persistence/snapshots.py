"""Saves each service's state soon after it changed."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ministack.app
from ministack.core import persistence

from local_cloud import background
from local_cloud.extension import Answer, Handler, Properties, extend_service

SECONDS = 1.0
# What requests to other services reach, in the end: events, messages, figures, logs, runs of jobs.
SIDEWAYS = {"sqs", "sns", "eventbridge", "cloudwatch", "cloudwatch_logs", "glue"}
# It changes all the others.
PROVISIONER = "cloudformation"


class State:
    """The state of a service, and what is on disk of it."""

    def __init__(self, name: str, state: Callable[[], Any]) -> None:
        """Nothing is on disk yet."""
        self._name, self._state = name, state
        self._pace, self._digest = background.Pace(), b""
        self._copy: Any = None
        self.changed = False

    @property
    def due(self) -> bool:
        """Whether it has to be saved, and saving it has not just taken long."""
        return self.changed and self._pace.free

    def copy(self) -> None:
        """Copies it as it is now."""
        with self._pace:
            self._copy = self._state()
        self.changed = False

    def write(self) -> None:
        """Writes the copy, unless it is on disk."""
        copied, self._copy = self._copy, None
        # A service that could not be loaded has none, and what it had is left alone.
        if copied is not None:
            with self._pace:
                self._replace(copied)

    def _replace(self, copied: Any) -> None:
        whole = {
            "__ministack_format__": persistence._state_format_version(self._name),
            "payload": copied,
        }
        text = json.dumps(whole, default=persistence._json_default).encode()
        digest = hashlib.blake2b(text).digest()
        if digest != self._digest:
            file = Path(persistence.STATE_DIR) / f"{self._name}.json"
            aside = file.with_suffix(".new")
            aside.write_bytes(text)
            aside.replace(file)
            self._digest = digest


_states: dict[str, State] = {}
_asked: set[str] = set()
_save_all = ministack.app.save_all
_writing, _over = threading.Lock(), threading.Event()


def install() -> None:
    """Watches all services, and saves those that were asked something, once all are loaded."""
    for service, config in ministack.app.SERVICE_REGISTRY.items():
        extend_service(service, _watch(config["module"]))
    load = ministack.app._load_persisted_state

    def load_then_save() -> None:
        load()
        # Not before: what is not loaded yet would be saved as nothing.
        ministack.app.save_all = _save_at_the_end

    background.every(SECONDS, "saving", save)

    ministack.app._load_persisted_state = load_then_save


def save() -> None:
    """Saves what may have changed."""
    asked = set(_asked)
    _asked.difference_update(asked)
    for name, state in ministack.app._build_persistence_save_dict().items():
        if _touched(ministack.app._state_map[name], asked):
            _states.setdefault(name, State(name, state)).changed = True
    due = [state for state in _states.values() if state.due]
    # Copied while nothing changes, written while requests go on.
    background.between_requests(lambda: _copy(due))
    with _writing:
        for state in due:
            if not _over.is_set():
                state.write()


def _save_at_the_end(states: dict[str, Callable[[], Any]]) -> None:
    # Nothing older is written over what ministack writes last.
    with _writing:
        _over.set()
        _save_all(states)


def _copy(states: list[State]) -> None:
    for state in states:
        state.copy()


def _watch(module: str) -> Callable[[Handler], Handler]:
    def around(handler: Handler) -> Handler:
        async def answer(
            method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
        ) -> Answer:
            try:
                return await handler(method, path, headers, body, query)
            finally:
                _asked.add(module)

        return answer

    return around


def _touched(module: str, asked: set[str]) -> bool:
    return bool(asked) and (PROVISIONER in asked or module in asked | SIDEWAYS)
