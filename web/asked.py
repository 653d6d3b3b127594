"""What a visitor asks for, and a page as it is answered in any form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from app.archive.days import ArchiveDays
from app.archive.reading import Announced
from app.services import Services
from domain.messages import Message, sentence


class NoSuchPage(Exception):
    """There is nothing at an address; the message says what is not there."""

    def __init__(self, message: Message | None = None) -> None:
        self.message = message or sentence("There is no such page.")
        super().__init__(str(self.message))


class NotYet(Exception):
    """What is at an address is not whole yet; it soon will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with what is needed to answer it.

    Attributes:
        language: that is spoken to the visitor.
        address: of the archive on the web, without a slash at the end.
        is_within_telegram: whether Telegram shows the page as a Mini App.
    """

    services: Services
    days: ArchiveDays
    request: Request
    language: str
    address: str
    is_within_telegram: bool = False

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params.get(name, ""))

    def query(self, name: str) -> str:
        """A value of the query; empty where there is none."""
        return self.request.query_params.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page before it has a form.

    Attributes:
        template: its file, without ending.
        title: its name.
        path: where it is, without the form that it has there.
        values: what the template shows.
        noun: what it is as data.
        about: a sentence or two for those who are shown a link to it.
        papers: those that its feeds have, the newest first; None where it has no feed.
        is_partial: whether its papers are not all there yet: a feed of them would lose some.
        listed: whether search engines may list it.
    """

    template: str
    title: str
    path: str
    values: Mapping[str, Any]
    noun: object
    about: str = ""
    papers: Sequence[Announced] | None = None
    is_partial: bool = False
    listed: bool = True

    def at(self, ending: str) -> str:
        """Where it is in another form: the path with an ending, before the query."""
        path, mark, query = self.path.partition("?")
        return f"{path}{ending}{mark}{query}"


Made = Callable[[Asked], Awaitable[Page]]
