"""All defects by name."""

from generator.kinds import (  # noqa: F401  (importing them fills the registries)
    csv_values,
    damages,
    date_faults,
    date_forms,
    date_values,
    exports,
    fixed_shapes,
    json_frames,
    nothing_values,
    number_faults,
    number_values,
    phone_values,
    shapes,
    ten_digits,
    text_values,
    unicode_values,
)
from generator.kinds.files import FILE_KINDS, FileKind
from generator.kinds.kind import Kind, register, registered
from generator.kinds.repeats import CONTINUATION, REPEAT_KINDS, Copy, RepeatKind
from generator.kinds.structure import STRUCTURAL_KINDS, StructuralKind
from generator.kinds.values import VALUE_KINDS, ValueKind

UNKNOWN_DATASET = register(
    Kind(
        name="unknown_dataset",
        level="file",
        expected="reject unknown_dataset",
        description="A file in a folder that is no dataset.",
        datasets=(),
    )
)

UNFINISHED_UPLOAD = register(
    Kind(
        name="unfinished_upload",
        level="file",
        expected="passed over",
        description="Half of a file beside the whole, as `.part`, `.tmp` or below `_temporary`.",
    )
)

__all__ = [
    "CONTINUATION",
    "FILE_KINDS",
    "REPEAT_KINDS",
    "STRUCTURAL_KINDS",
    "UNFINISHED_UPLOAD",
    "UNKNOWN_DATASET",
    "VALUE_KINDS",
    "Copy",
    "FileKind",
    "Kind",
    "RepeatKind",
    "StructuralKind",
    "ValueKind",
    "registered",
]
