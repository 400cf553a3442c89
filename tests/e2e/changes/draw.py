"""What may change next, drawn at random: always something that contracts may say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.e2e.changes.world import Field, World

# Names that files bring whether or not a contract knows them.
UNKNOWN = ("note", "colour", "born_at", "price")
NEW = {
    "note": Field("note"),
    "colour": Field("colour", allowed=("red", "blue"), null_if_invalid=True),
    "born_at": Field("born_at", "timestamp"),
    "price": Field("price", "number", "decimal(9,2)"),
}
# Names that a column may get: files use all of them from the beginning.
OTHER_NAMES = {
    "parcel_no": ("no", "number_of_parcel", "id"),
    "sent_at": ("sent", "left_at"),
    "weight": ("kg", "mass"),
    "pieces": ("items",),
    "state": ("status",),
    "city": ("town", "place"),
}
ALL_NAMES = {name: first for first, others in OTHER_NAMES.items() for name in (first, *others)}
TYPES = {
    "weight": (("number", "decimal(10,3)"), ("number", "decimal(6,1)"), ("string", None)),
    "pieces": (("integer", "bigint"), ("number", "decimal(12,0)"), ("string", None)),
    "city": (("integer", None), ("string", None)),
}


def change(world: World, random: Random) -> tuple[str, World]:
    """One change: what it is called, and the world with it."""
    while True:
        kind = random.choice(CHANGES)
        changed = kind(world, random)
        if changed != world:
            return kind.__name__, changed


def _with(world: World, old: Field, new: Field) -> World:
    columns = tuple(new if column == old else column for column in world.columns)
    order = tuple(new.name if name == old.name else name for name in world.order)
    return replace(world, columns=columns, order=order)


def _any(world: World, random: Random, *, keys: bool = False) -> Field:
    return random.choice([c for c in world.columns if keys or not c.key])


def add_a_column(world: World, random: Random) -> World:
    """One of those that files have had all along."""
    names = {name for c in world.columns for name in (c.name, *c.aliases)}
    free = [name for name in UNKNOWN if name not in names]
    if not free:
        return world
    new = NEW[random.choice(free)]
    return replace(world, columns=(*world.columns, replace(new, required=random.random() < 0.2)))


def take_a_column_out(world: World, random: Random) -> World:
    """Any but keys."""
    gone = _any(world, random)
    columns = tuple(column for column in world.columns if column != gone)
    return replace(world, columns=columns, order=tuple(n for n in world.order if n != gone.name))


def add_an_alias(world: World, random: Random) -> World:
    """A name that files use already."""
    column = _any(world, random, keys=True)
    names = {name for c in world.columns for name in (c.name, *c.aliases)}
    meant = {ALL_NAMES.get(name) for name in (column.name, *column.aliases)}
    free = [name for name, first in ALL_NAMES.items() if first in meant and name not in names]
    if not free:
        return world
    return _with(world, column, replace(column, aliases=(*column.aliases, random.choice(free))))


def take_an_alias_away(world: World, random: Random) -> World:
    """The last one."""
    column = _any(world, random, keys=True)
    return _with(world, column, replace(column, aliases=column.aliases[:-1]))


def rename(world: World, random: Random) -> World:
    """An alias becomes the name, the name an alias."""
    column = _any(world, random, keys=True)
    if not column.aliases:
        return world
    name, *others = column.aliases
    return _with(world, column, replace(column, name=name, aliases=(*others, column.name)))


def give_another_type(world: World, random: Random) -> World:
    """A wider one, a narrower one, text."""
    column = _any(world, random)
    kinds = TYPES.get(ALL_NAMES.get(column.name, ""), ())
    if not kinds or column.name in world.order:
        return world
    logical, physical = random.choice(kinds)
    # Bounds are written in the type of their column.
    new = replace(column, logical=logical, physical=physical, options={})
    return _with(world, column, new)


def require(world: World, random: Random) -> World:
    """Or no longer."""
    column = _any(world, random)
    return _with(
        world, column, replace(column, required=not column.required, null_if_invalid=False)
    )


def bound(world: World, random: Random) -> World:
    """Numbers from here to there."""
    numbers = [c for c in world.columns if c.logical in ("number", "integer")]
    if not numbers:
        return world
    column = random.choice(numbers)
    options = random.choice([{}, {"minimum": 0}, {"minimum": 2, "maximum": 90}, {"maximum": 500}])
    return _with(world, column, replace(column, options=options))


def allow(world: World, random: Random) -> World:
    """A value more, or one less."""
    listed = [c for c in world.columns if c.allowed]
    if not listed:
        return world
    column = random.choice(listed)
    more = (*column.allowed, "back") if "back" not in column.allowed else column.allowed[:-1]
    return _with(world, column, replace(column, allowed=more))


def change_the_key(world: World, random: Random) -> World:
    """Another column joins it, or leaves it."""
    texts = [c for c in world.columns if c.logical == "string" and not c.allowed]
    free = [c for c in texts if c.name not in world.order]
    column = random.choice(free)
    keys = [c for c in world.columns if c.key]
    if column.key and len(keys) == 1:
        return world
    return _with(world, column, replace(column, key=not column.key, null_if_invalid=False))


def change_the_order(world: World, random: Random) -> World:
    """What counts as the latest, or the file decides."""
    may = [c.name for c in world.columns if not c.key and c.logical in ("timestamp", "integer")]
    return replace(world, order=tuple(random.sample(may, k=random.randint(0, min(2, len(may))))))


def come_or_go(world: World, random: Random) -> World:
    """A second dataset."""
    return replace(world, extra=not world.extra)


def change_the_mart(world: World, random: Random) -> World:
    """It comes, goes, or is called otherwise."""
    return replace(world, mart=random.choice(["parcels_by_key", "parcels_by_start", None]))


def change_the_select(world: World, random: Random) -> World:
    """Another figure."""
    return replace(world, figure=random.choice(["count(*)", "count(*) * 2", "max(_record_no)"]))


CHANGES: Sequence[Callable[[World, Random], World]] = (
    add_a_column,
    take_a_column_out,
    add_an_alias,
    add_an_alias,
    take_an_alias_away,
    rename,
    give_another_type,
    require,
    bound,
    allow,
    change_the_key,
    change_the_order,
    come_or_go,
    change_the_mart,
    change_the_select,
)
