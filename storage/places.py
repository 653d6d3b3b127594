"""Where a database is: in a file of SQLite's, or with a PostgreSQL server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

_SCHEME: Final = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """A database of a PostgreSQL server.

    Attributes:
        url: as libpq takes it (https://www.postgresql.org/docs/current/libpq-connect.html), with
            the password, where there is one.
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        """The address without user, password and options."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        host = host or next(iter(parse_qs(parts.query).get("host", [])), "")
        return f"postgresql://{host}{parts.path}"

    @property
    def password(self) -> str:
        """What nobody may see; empty where there is none."""
        parts = urlsplit(self.url)
        given = parts.password or next(iter(parse_qs(parts.query).get("password", [])), "")
        return unquote(given)


Place = Path | PostgresPlace


def place_of(text: str) -> Place:
    """What somebody means by a file's name, or by a ``postgresql://`` address."""
    return PostgresPlace(text) if _SCHEME.match(text) else Path(text).expanduser()
