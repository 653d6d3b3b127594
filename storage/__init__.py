"""What is remembered: papers, batches, chats, subscriptions and summaries, in one database."""

from storage.opening import open_store
from storage.ports.store import TableStore

__all__ = ["TableStore", "open_store"]
