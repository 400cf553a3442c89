"""Files that arrive, with drift, repeats and bad records."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from random import Random

from tests.e2e.changes.draw import OTHER_NAMES, UNKNOWN

# Moments of arrival, which no clock of a disk may spoil.
FIRST = 1_750_000_000


def arrive(raw: Path, number: int, random: Random) -> str:
    """Puts a file into raw; returns its name."""
    there = sorted(p for p in raw.rglob("*") if p.is_file())
    if there and random.random() < 0.15:
        # The same once more, under another name.
        again = random.choice(there)
        return _put(
            raw, f"{again.parent.name}/again-{number}{again.suffix}", again.read_bytes(), number
        )
    if random.random() < 0.12:
        depots = [{"depot": f"D{random.randint(1, 4)}", "city": "Bonn"} for _ in range(3)]
        return _put(raw, f"depots/{number}.json", json.dumps(depots).encode(), number)
    ending = random.choice(["csv", "json", "ndjson"])
    folder = "parcels" if random.random() < 0.85 else "parcels/note=spring"
    return _put(raw, f"{folder}/{number}.{ending}", _content(ending, random), number)


def _put(raw: Path, name: str, content: bytes, number: int) -> str:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (FIRST + number, FIRST + number))
    return name


def _content(ending: str, random: Random) -> bytes:
    names = {column: random.choice([column, column, *more]) for column, more in OTHER_NAMES.items()}
    further = random.sample(UNKNOWN, k=random.randint(0, 2))
    records = []
    for _ in range(random.randint(1, 6)):
        record = _record(random) | {name: _unknown(name, random) for name in further}
        records.append({names.get(column, column): value for column, value in record.items()})
    if ending == "json":
        return json.dumps(records).encode()
    if ending == "ndjson":
        torn = ['{"torn'] if random.random() < 0.1 else []
        return "\n".join([*map(json.dumps, records), *torn]).encode()
    return _csv(records, random)


def _csv(records: list[dict[str, object]], random: Random) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    if random.random() < 0.15:
        out.write("P001,a,row,with,many,too,many,cells,for,this,file,x,y,z\n")
    return out.getvalue().encode()


def _record(random: Random) -> dict[str, object]:
    """Few keys and few moments, so that records meet; now and then something is wrong."""
    day = random.randint(1, 28)
    bad = random.random()
    return {
        "parcel_no": "" if bad < 0.04 else f"P{random.randint(1, 12):03d}",
        "sent_at": "soon" if 0.04 < bad < 0.08 else f"2025-03-{day:02d}T10:00:00Z",
        "weight": "heavy"
        if 0.08 < bad < 0.12
        else f"{random.randint(0, 900)}.{random.randint(10, 99)}",
        "pieces": f"{random.randint(0, 99)}",
        "state": random.choice(["sent", "lost", "back", "?"]),
        "city": random.choice(["Bonn", "Rome", "", "7"]),
    }


def _unknown(name: str, random: Random) -> str:
    return {
        "note": random.choice(["fragile", ""]),
        "colour": random.choice(["red", "blue", "mauve"]),
        "born_at": f"2025-02-{random.randint(1, 28):02d}T00:00:00Z",
        "price": f"{random.randint(1, 99)}.50",
    }[name]
