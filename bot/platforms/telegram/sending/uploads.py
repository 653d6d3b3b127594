"""The ids that Telegram gave to pictures, so that each is uploaded once, whoever restarts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Final

from cachetools import LRUCache

from domain.errors import StoreError
from domain.ports import Clock, Notes

_PREFIX: Final = "telegram-picture:"
_REMEMBERED: Final = 2_000


class Uploads:
    """Knows the pictures that one bot has uploaded, for the rest of the year."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock
        self._ids: LRUCache[bytes, str] = LRUCache(_REMEMBERED)
        self._are_old_gone = False

    async def of(self, image: bytes, bot: int) -> str:
        """A picture's id; empty where it has none that is known."""
        mark = _mark(image)
        if mark not in self._ids:
            with suppress(StoreError):
                if kept := await self._notes.note(self._name(mark, bot)):
                    self._ids[mark] = kept
        return self._ids.get(mark, "")

    async def keep(self, images: Sequence[bytes], answer: object, bot: int) -> None:
        """Keep the ids that a rich message's answer has for its pictures, in their order."""
        ids = list(_photo_ids(answer))
        if len(ids) != len(images):
            return
        for image, given in zip(images, ids, strict=True):
            mark = _mark(image)
            if self._ids.get(mark) == given:
                continue
            self._ids[mark] = given
            with suppress(StoreError):
                await self._without_old()
                await self._notes.save_note(self._name(mark, bot), given)

    async def _without_old(self) -> None:
        if not self._are_old_gone:
            await self._notes.forget_notes(_PREFIX, keeping=self._of_the_year)
            self._are_old_gone = True

    @property
    def _of_the_year(self) -> str:
        return f"{_PREFIX}{self._clock.now():%Y}:"

    def _name(self, mark: bytes, bot: int) -> str:
        return f"{self._of_the_year}{bot}:{mark.hex()}"


def _mark(image: bytes) -> bytes:
    return blake2b(image, digest_size=16).digest()


def _photo_ids(data: object) -> Iterator[str]:
    """The largest size of each photo in a rich message, in their order."""
    if isinstance(data, dict):
        photo = data.get("photo")
        if isinstance(photo, Sequence) and photo and isinstance(photo[-1], dict):
            yield str(photo[-1].get("file_id", ""))
            return
        for value in data.values():
            yield from _photo_ids(value)
    elif isinstance(data, list):
        for value in data:
            yield from _photo_ids(value)
