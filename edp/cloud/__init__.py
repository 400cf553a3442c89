"""The whole platform in a local cloud: brought up, looked at, taken down."""
