"""A chat's new id, in whatever table has something of the chat."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database


def rename(
    database: Database,
    table: str,
    alike: Sequence[str],
    platform: str,
    old_id: str,
    new_id: str,
) -> None:
    """Give a chat's rows its new id; rows that are alike and have it already are replaced.

    Args:
        database: in a transaction.
        table: with the columns `platform` and `chat_id`.
        alike: the other columns of a key that no two rows may have.
        platform: the chat's.
        old_id: until now.
        new_id: from now on.
    """
    if old_id == new_id:
        return
    same = " AND ".join(f"moved.{column} = {table}.{column}" for column in alike)
    database.execute(
        f"DELETE FROM {table} WHERE platform = ? AND chat_id = ? AND EXISTS ("  # noqa: S608
        f"SELECT 1 FROM {table} AS moved"
        f" WHERE moved.platform = {table}.platform AND moved.chat_id = ? AND {same})",
        [platform, new_id, old_id],
    )
    database.execute(
        f"UPDATE {table} SET chat_id = ? WHERE platform = ? AND chat_id = ?",  # noqa: S608
        [new_id, platform, old_id],
    )
