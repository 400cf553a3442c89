"""Text without what does not count: outer and odd white space, spellings of nothing."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Column as Spec
from contracts import allowed_values
from lakehouse.cleanse.columns import matches, once_each, with_others

NOTHING = ("", "null", "none", "nan", "n/a", "na", "nil", "undefined", "-", "--", "\\n", "(null)")
# Unicode's White_Space without the plain space.
ODD_SPACE = (
    "\t\n\v\f\r\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
WHITE = re.compile(f"[ {ODD_SPACE}]+")
# Most values need no care: one look tells, and only the others are paid for.
NEEDS_CARE = rf"^ | $|  |[{ODD_SPACE}]|^(?i:{'|'.join(map(re.escape, NOTHING))})$"


def value(texts: pa.Array, spec: Spec) -> pa.Array:
    """The texts of a bronze column without outer white space; null where they mean nothing."""
    odd = matches(texts, NEEDS_CARE)
    if not pc.any(odd).as_py():
        return texts
    # Namibia is something.
    codes = {code.lower() for code in allowed_values(spec) or ()}
    nothing = {n for n in NOTHING if n not in codes}

    def tidy(text: str) -> tuple[str | None]:
        folded = WHITE.sub(" ", text).strip(" ")
        return (None if folded.lower() in nothing else folded,)

    return with_others(texts, odd, once_each(texts.filter(odd), tidy, [pa.string()])[0])
