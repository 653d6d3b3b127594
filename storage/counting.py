"""How much a database holds."""

from __future__ import annotations

from typing import Final

from storage.database import Database

_COUNTS: Final = {
    "chats": "SELECT platform, COUNT(*) FROM chats GROUP BY platform ORDER BY platform",
    "subscriptions": "SELECT 'all', COUNT(*) FROM subscriptions",
    "topics": "SELECT 'all', COUNT(*) FROM queries",
    "papers": "SELECT 'all', COUNT(*) FROM papers",
    "summaries": "SELECT model, COUNT(*) FROM summaries GROUP BY model ORDER BY model",
    "messages": "SELECT 'all', COUNT(*) FROM sent_messages",
}


def counted(database: Database) -> dict[str, dict[str, int]]:
    """How many there are of what, by kind."""
    return {
        name: {str(kind): int(count) for kind, count in database.execute(sql)}
        for name, sql in _COUNTS.items()
    }
