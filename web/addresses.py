"""Where each page of the archive is; the other way round for topics."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final
from urllib.parse import quote, urlencode

from domain.identifiers import PaperId
from domain.papers import Paper
from topics.catalogue import ReadyTopic, catalogue

_BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9+]+")


def slug_of(name: str) -> str:
    """A name as a part of an address: ``3D Gaussian splatting`` as ``3d-gaussian-splatting``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _BETWEEN_WORDS.sub("-", plain).strip("-")


@cache
def topics_by_slug() -> dict[str, ReadyTopic]:
    """The ready topics by their part of an address."""
    return {slug_of(ready.name): ready for ready in catalogue()}


def topic_path(ready: ReadyTopic) -> str:
    """A ready topic's page; what ends it, as ``.json``, is put behind."""
    return f"/topic/{slug_of(ready.name)}"


def paper_path(paper: Paper | PaperId) -> str:
    """A paper's page, whatever its version."""
    wanted = paper.id if isinstance(paper, Paper) else paper
    return f"/paper/{wanted.base}"


def day_path(day: date, page: int = 1) -> str:
    """A date's page."""
    return f"/day/{day.isoformat()}" + (f"?page={page}" if page > 1 else "")


def channel_path(name: str, day: date | None = None) -> str:
    """A public channel's page, or that of its digest of a day."""
    return f"/channel/{quote(name, safe='')}" + (f"/{day.isoformat()}" if day else "")


def author_path(name: str, ending: str = "") -> str:
    """An author's page, by name."""
    return f"/author{ending}?{urlencode({'name': name}, quote_via=quote)}"


def search_path(query: str, ending: str = "") -> str:
    """The page of what was found for a query."""
    return f"/search{ending}?{urlencode({'q': query}, quote_via=quote)}"
