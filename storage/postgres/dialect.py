"""Statements of the rows' modules as PostgreSQL takes them; only their form is changed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_REWRITTEN: Final = (
    # A list is one parameter, an array here.
    (re.compile(r"\bNOT IN \(SELECT value FROM json_each\((\?|:\w+)\)\)"), r"<> ALL (\1)"),
    (re.compile(r"\bIN \(SELECT value FROM json_each\((\?|:\w+)\)\)"), r"= ANY (\1)"),
    (re.compile(r"FROM json_each\((\?|:\w+)\)"), r"FROM unnest(CAST(\1 AS text[])) AS value"),
    (
        re.compile(r"json_each\((\w+), '\$\.(\w+)'\) AS (\w+)"),
        r"json_array_elements_text(CAST(\1 AS json) -> '\2') AS \3 (value)",
    ),
    # Several rows as one value: none of them are an empty list there, and nothing here.
    (
        re.compile(r"json_group_array\((json_array\([^()]*\)|\w+)\)"),
        r"coalesce(json_agg(\1), '[]')",
    ),
    (re.compile(r"\bjson_array\("), "json_build_array("),
    (re.compile(r"json_extract\((\w+), '\$\.(\w+)'\)"), r"(CAST(\1 AS json) ->> '\2')"),
    (re.compile(r"\binstr\("), "strpos("),
    # What SQLite's planner has to be told.
    (re.compile(r" INDEXED BY \w+"), ""),
    (re.compile(r"\bCROSS JOIN (\w+) ON\b"), r"JOIN \1 ON"),
)
_LITERAL: Final = re.compile(r"('[^']*')")
_NAMED: Final = re.compile(r":([a-z_]+)")


@lru_cache(maxsize=1_000)
def translated(sql: str) -> str:
    """A statement with psycopg's placeholders."""
    for pattern, form in _REWRITTEN:
        sql = pattern.sub(form, sql)
    parts = _LITERAL.split(sql.replace("%", "%%"))
    parts[::2] = [_NAMED.sub(r"%(\1)s", part).replace("?", "%s") for part in parts[::2]]
    return "".join(parts)
