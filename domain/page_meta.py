"""What a page says of itself where it is one of a website."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """What a page of a website says of itself; the front matter of Hexo."""

    date: date
    description: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    cover: str = ""
    language: str = "en"
