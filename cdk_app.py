"""What the CDK's command line calls: synthesises one environment, named with `-c env=…`."""

from __future__ import annotations

import sys

from config import ConfigError
from contracts import ContractError
from stacks.constructs.release import ReleaseError


def main() -> None:
    """Writes the templates; what people can mend is one line each and exit code 1."""
    import aws_cdk as cdk

    from stacks.app import synth

    try:
        synth(cdk.App())
    except (ConfigError, ContractError, ReleaseError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
