"""The version of the package, and of the dataset that it contains."""

__version__ = "1.0.0"

DATASET_VERSION = "2.0, 11 January 2021"
"""That of `data/initiatives.toml`, which `--version` does not read."""
