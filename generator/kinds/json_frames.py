"""JSON documents as systems write them: what holds the records together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from generator.kinds.files import JSON_WAYS, shape
from generator.layout import Layout

_DOCUMENT = ("json_array",)


@shape(_DOCUMENT, "lines", drift=False)
def json_envelope(layout: Layout, _rng: Random) -> Layout:
    """The records in a list of an object: `{"meta":{…},"data":[…]}`."""
    return replace(layout, frame="envelope")


@shape(_DOCUMENT, "lines", drift=False)
def json_objects_end_to_end(layout: Layout, rng: Random) -> Layout:
    """Objects one behind the other, with nothing or a comma between them."""
    return replace(layout, frame=rng.choice(("touching", "commas")))


@shape(_DOCUMENT, "lines", drift=False)
def json_array_named_ndjson(layout: Layout, _rng: Random) -> Layout:
    """An array on one line in a file named `.ndjson`."""
    return replace(layout, one_line=True, suffix=".ndjson")


@shape(_DOCUMENT, "lines", drift=False)
def json_document_with_nan(layout: Layout, _rng: Random) -> Layout:
    """`NaN` in one record of a document: it costs that record."""
    return layout


@shape(JSON_WAYS, "types", drift=False)
def json_with_types(layout: Layout, rng: Random) -> Layout:
    """Values in objects that name their type: `{"$date":…}` of MongoDB, `{"S":…}` of DynamoDB."""
    return replace(layout, wrapped=rng.choice(("mongodb", "dynamodb")), bare_numbers=False)
