"""Saves each service's state soon after it changed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
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

_asked: set[str] = set()


@dataclass
class _Saved:
    digest: bytes = b""
    due: float = 0.0
    changed: bool = field(default=True)


_saved: dict[str, _Saved] = {}


def install() -> None:
    """Watches all services, and saves those that were asked something, once all are loaded."""
    for service, config in ministack.app.SERVICE_REGISTRY.items():
        extend_service(service, _watch(config["module"]))
    load = ministack.app._load_persisted_state

    def load_then_save() -> None:
        load()
        # Not before: what is not loaded yet would be saved as nothing.
        background.every(SECONDS, "saving", save)

    ministack.app._load_persisted_state = load_then_save


def save() -> None:
    """Saves what may have changed, unless it takes long and was done a moment ago."""
    asked = set(_asked)
    _asked.difference_update(asked)
    states = ministack.app._build_persistence_save_dict()
    for name in states:
        saved = _saved.setdefault(name, _Saved())
        saved.changed |= _touched(ministack.app._state_map[name], asked)
    for name, state in states.items():
        if _saved[name].changed and _saved[name].due <= time.monotonic():
            _save(name, state, _saved[name])


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


def _save(name: str, state: Callable[[], Any], saved: _Saved) -> None:
    # A copy, taken while nothing changes; written while requests go on.
    found, cost = background.between_requests(lambda: _timed(state))
    saved.changed = False
    saved.due = time.monotonic() + cost / background.SHARE
    if found is None:
        return
    version = persistence._state_format_version(name)
    text = json.dumps(
        {"__ministack_format__": version, "payload": found}, default=persistence._json_default
    ).encode()
    digest = hashlib.blake2b(text).digest()
    if digest != saved.digest:
        _write(Path(persistence.STATE_DIR) / f"{name}.json", text)
        saved.digest = digest


def _timed(state: Callable[[], Any]) -> tuple[Any, float]:
    began = time.thread_time()
    return state(), time.thread_time() - began


def _write(file: Path, text: bytes) -> None:
    aside = file.with_suffix(".new")
    aside.write_bytes(text)
    aside.replace(file)
