"""The ports of storage on one SQLite file."""

from storage.sqlite import lean

__all__ = ["lean"]
