"""All that is remembered, in memory: for tests, for trying out, and gone with the process."""

from storage.memory.store import MemoryStore

__all__ = ["MemoryStore"]
