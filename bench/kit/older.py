"""Modules of an older checkout, under the names that the benchmarks know them by.

Until the rooms were moved, storage and the command line lay elsewhere; a checkout from before that
is measured beside this one all the same.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Final

_MOVED: Final = (
    ("storage.sqlite", "storage"),
    ("storage.sqlite.connections", "storage.connections"),
    ("storage.rows", "storage.sqlite.rows"),
    ("storage.rows.chats", "storage.sqlite.rows.chats"),
    ("storage.rows", "storage"),
    ("storage.rows.chats", "storage.chat_rows"),
    ("bot.command_line", "bot"),
    ("bot.command_line.cli", "bot.cli"),
)
"""Names now, and before; a package before what is in it."""


def under_new_names() -> None:
    """Have what was moved found, in a process that measures an older checkout; else nothing."""
    for now, before in _MOVED:
        if now not in sys.modules and not _is_there(now) and _is_there(before):
            module = import_module(before)
            sys.modules[now] = module
            setattr(import_module(now.rpartition(".")[0]), now.rpartition(".")[2], module)


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False  # Nor is the package that it would be in.
