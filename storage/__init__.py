"""What is remembered: papers, batches, chats, subscriptions and summaries, in one SQLite file."""

from storage.sqlite.store import SQLiteStore, open_store

__all__ = ["SQLiteStore", "open_store"]
