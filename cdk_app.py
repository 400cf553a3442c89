"""What the CDK's command line calls: synthesises one environment, named with `-c env=…`."""

from __future__ import annotations

import sys

from config import ConfigError
from contracts import ContractError
from stacks.constructs.release import ReleaseError


def main() -> None:
    """Writes the templates; what people can mend is one line each and exit code 1."""
    import aws_cdk as cdk

    from stacks.app import SAME_EVERYWHERE, synth

    try:
        synth(cdk.App(context=SAME_EVERYWHERE))
    except (ConfigError, ContractError, ReleaseError) as error:
        sys.exit(f"error: {error}")
    except RuntimeError as error:
        # The CDK has printed its findings by now.
        if not str(error).startswith("ValidationFailed"):
            raise
        sys.exit("error: the templates break rules (above): mend them, nothing may be deployed")


if __name__ == "__main__":
    main()
