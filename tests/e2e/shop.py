"""A few raw files in which every fate occurs: kept, duplicate, superseded, quarantined."""

from __future__ import annotations

import json
from pathlib import Path

USERS = [
    {
        "user_id": f"U{n:08d}",
        "name": f"Ada {n}",
        "email": f"ada{n}@example.com",
        "country": c,
        "signed_up_at": "2024-05-01T00:00:00Z",
        "updated_at": f"2025-01-0{n}T00:00:00Z",
    }
    for n, c in enumerate(["DE", "FR", "SE", "DE", None], 1)
]


def write(raw: Path, *datasets: str) -> None:
    """Five users, fourteen events, nine transactions; some more than once, some unusable.

    Args:
        raw: the folder.
        datasets: only these; all where none is named.
    """
    for dataset in datasets or ("users", "events", "transactions"):
        WRITERS[dataset](raw)


def _users(raw: Path) -> None:
    _json_lines(raw / "users" / "u.ndjson", [*USERS, USERS[0], USERS[1] | {"user_id": "########"}])


def _events(raw: Path) -> None:
    _csv(raw / "events" / "e1.csv", EVENT_HEADER, [_event(n) for n in range(1, 9)])
    _csv(
        raw / "events" / "e2.csv",
        EVENT_HEADER,
        [_event(n) for n in range(6, 15)] + ["torn", "torn,too"],
    )


def _transactions(raw: Path) -> None:
    _csv(raw / "transactions" / "t.csv", TX_HEADER, [_tx(n) for n in range(1, 10)] + [_late(2)])


def write_contradictions(raw: Path) -> None:
    """Events that contradict each other, above an older state too, and a row that goes on."""
    one, other = _event(21), _event(21).replace("mobile", "tablet")
    newer = [e.replace("10:06", "11:06") for e in (_event(6), _event(6).replace("DE", "FR"))]
    continued = [_event(22), "E0000022,,,,,,,,"]
    _csv(raw / "events" / "e3.csv", EVENT_HEADER, [one, other, *newer, *continued])


EVENT_HEADER = "event_id,user_id,session_id,event_type,ts,product_id,country,device,price"
TX_HEADER = "tx_id,user_id,amount,currency,status,payment_method,country,created_at,updated_at"
TYPES = ("view", "view", "cart", "checkout", "purchase")
STATUSES = ("paid", "shipped", "refunded", "pending", "delivered")


def _event(n: int) -> str:
    user = f"U{n % 6 + 1:08d}" if n % 4 else ""
    what = f"{TYPES[n % 5]},2025-03-{n % 3 + 1:02d}T10:{n:02d}:00Z"
    return f"E{n:07d},{user},S{n % 5},{what},P{n:04d},DE,mobile,{n}.50"


def _tx(n: int) -> str:
    money = f"{n * 10}.99,{('EUR', 'SEK')[n % 2]},{STATUSES[n % 5]}"
    when = f"2025-03-{n % 3 + 1:02d}T11:00:00Z"
    return f"T{n:07d},U{n % 6 + 1:08d},{money},card,FR,{when},{when}"


def _late(n: int) -> str:
    return _tx(n).rpartition(",")[0] + ",2025-04-01T00:00:00Z"


def _csv(path: Path, header: str, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def _json_lines(path: Path, rows: list[dict[str, str | None]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


WRITERS = {"users": _users, "events": _events, "transactions": _transactions}
