"""What differs between environments: typed, read from the TOML files that stand here."""

from config.load import ConfigError, environments, load
from config.model import Config, Job

__all__ = ["Config", "ConfigError", "Job", "environments", "load"]
