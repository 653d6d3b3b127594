"""Pages remembered, so that an unchanged one need not be sent again."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from papers.transport.exchange import Answer

_MOST: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Page:
    conditions: dict[str, str]
    packed: bytes


class Remembered:
    """The last good page of each address, packed; the least lately used go first.

    Only pages that a server has given an ETag or a Last-Modified date are kept (RFC 9110, 13).
    """

    def __init__(self, most: int = _MOST) -> None:
        """Args: most is the number of bytes to keep in all."""
        self._most = most
        self._pages: OrderedDict[str, _Page] = OrderedDict()

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for a page only if it is not the one remembered."""
        page = self._pages.get(url)
        return dict(page.conditions) if page else {}

    def content(self, url: str, answer: Answer) -> bytes:
        """The page: the answer's own, or the one remembered where it says that this still holds.

        Raises:
            Refused: the answer is neither.
        """
        page = self._pages.get(url)
        if answer.status == HTTPStatus.NOT_MODIFIED and page:
            self._pages.move_to_end(url)
            return zlib.decompress(page.packed)
        return answer.content()

    def keep(self, url: str, answer: Answer) -> None:
        """Remember a page that has been read and found good."""
        if answer.status != HTTPStatus.OK:
            return
        self._pages.pop(url, None)
        conditions = {
            asked: answer.headers[given]
            for asked, given in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
            if given in answer.headers
        }
        if conditions:
            self._pages[url] = _Page(conditions, zlib.compress(answer.body, level=1))
        while sum(len(page.packed) for page in self._pages.values()) > self._most:
            self._pages.popitem(last=False)
