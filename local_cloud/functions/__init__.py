"""Lambda functions: what AWS's runtimes have and a laptop has not.

Functions run as processes of their own, under the role they have.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from local_cloud.extension import add_to_functions
from local_cloud.functions.failure import answer_for_those_that_fail

FOLDER = Path(__file__).parent


def register() -> None:
    """Gives functions their layers' programs, and those in JavaScript the AWS SDK."""
    sdk = json.dumps([sys.executable, str(FOLDER / "sdk.py")])
    add_to_functions(
        python=(FOLDER / "layers.py").read_text(encoding="utf-8"),
        node=f"({(FOLDER / 'sdk.js').read_text(encoding='utf-8')})({sdk});\n",
    )
    answer_for_those_that_fail()
