"""Pages remembered, so that an unchanged one need not be sent again."""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from cachetools import LRUCache

from papers.transport.exchange import Answer

_MOST: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Page:
    conditions: dict[str, str]
    packed: bytes


class Remembered:
    """The last good page of each address, packed; the least lately used go first.

    Only pages that a server has given an ETag or a Last-Modified date are kept (RFC 9110, 13). For
    use by several threads.
    """

    def __init__(self, most: int = _MOST) -> None:
        """Args: most is the number of bytes to keep in all."""
        self._pages: LRUCache[str, _Page] = LRUCache(most, getsizeof=lambda page: len(page.packed))
        self._lock = threading.Lock()

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for a page only if it is not the one remembered."""
        page = self._page(url)
        return dict(page.conditions) if page else {}

    def content(self, url: str, answer: Answer) -> bytes:
        """The page: the answer's own, or the one remembered where it says that this still holds.

        Raises:
            Refused: the answer is neither.
        """
        if answer.status == HTTPStatus.NOT_MODIFIED and (page := self._page(url)):
            return zlib.decompress(page.packed)
        return answer.content()

    def keep(self, url: str, answer: Answer) -> None:
        """Remember a page that has been read and found good."""
        if answer.status != HTTPStatus.OK:
            return
        conditions = {
            asked: answer.headers[given]
            for asked, given in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
            if given in answer.headers
        }
        page = _Page(conditions, zlib.compress(answer.body, level=1) if conditions else b"")
        with self._lock:
            self._pages.pop(url, None)
            if conditions and len(page.packed) <= self._pages.maxsize:
                self._pages[url] = page

    def _page(self, url: str) -> _Page | None:
        with self._lock:
            return self._pages.get(url)
