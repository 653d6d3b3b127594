"""Where a database is: in a file of SQLite's, or with a PostgreSQL server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

_SCHEME: Final = re.compile(r"(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:/", re.IGNORECASE)
"""How an address begins, were it written as for another program: no file's name has a password."""

_KEYWORDS: Final = re.compile(
    r"(?:host|hostaddr|port|dbname|user|password|service|sslmode) ?=", re.IGNORECASE
)
"""How libpq's other form of an address begins, ``host=db dbname=papers``; no file is called so."""

_READABLE: Final = re.compile(
    r"""postgres(?:ql)?://
    (?: [^\s:/@]* (?: : (?P<password>[^\s/@]*) )? @ )?
    (?P<hosts>[^\s/?\#@]*) (?P<name>(?:/[^\s?\#@]*)?) (?P<query>(?:\?[^\s@]*)?)""",
    re.IGNORECASE | re.VERBOSE,
)
"""How libpq takes an address apart; whoever wrote `/` or `@` in a password meant something else."""

_HOST: Final = re.compile(r"(?:^|[?&])host=([^&]*)")
_PASSWORD: Final = re.compile(r"(?:^|[?&])password=([^&]*)")


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """A database of a PostgreSQL server.

    Attributes:
        url: as libpq takes it (https://www.postgresql.org/docs/current/libpq-connect.html), with
            the password, where there is one.
        direct_url: likewise, where a session with the server is one's own, should `url` lead
            through a pooler that lends one for each transaction; empty where it is the same.
    """

    url: str = field(repr=False)
    direct_url: str = field(default="", repr=False)

    def __str__(self) -> str:
        """The address without user, password and options; nothing of one that is not readable."""
        found = _READABLE.fullmatch(self.url)
        if found is None:
            return "postgresql://…"
        named = _HOST.search(found["query"])
        host = found["hosts"] or (unquote(named[1]) if named else "")
        return f"postgresql://{host}{found['name']}"

    @property
    def direct(self) -> PostgresPlace:
        """The same database, where a session is one's own."""
        return PostgresPlace(self.direct_url or self.url)

    @property
    def is_readable(self) -> bool:
        """Whether it is certain what is the password in it."""
        return _READABLE.fullmatch(self.url) is not None

    @property
    def password(self) -> str:
        """What nobody may see; empty where there is none, or nobody can tell what is meant."""
        found = _READABLE.fullmatch(self.url)
        if found is None:
            return ""
        asked = _PASSWORD.search(found["query"])
        return unquote(found["password"] or (asked[1] if asked else ""))


Place = Path | PostgresPlace


def place_of(text: str) -> Place:
    """What somebody means by a file's name, or by a ``postgresql://`` address.

    Raises:
        ValueError: it is an address in the form that is not taken.
    """
    if _KEYWORDS.match(text):
        raise ValueError("write a server's database as postgresql://user:password@host/name")
    return PostgresPlace(text) if _SCHEME.match(text) else Path(text).expanduser()
