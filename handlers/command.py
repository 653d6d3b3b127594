"""A command: the one description that dispatch, help and menus are made from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.documents import Document
from domain.requests import Access, Parameter, Request
from handlers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What somebody can ask for by name.

    Attributes:
        is_slow: whether it may take long; a door does it beside other work and shows progress.
    """

    name: str
    summary: str
    run: Callable[[Services, Request], Awaitable[Document]]
    parameters: tuple[Parameter, ...] = ()
    access: Access = Access.EVERYBODY
    is_slow: bool = False

    @property
    def usage(self) -> str:
        """``/summarize <paper>``."""
        marks = (f"<{p.name}>" if p.required else f"[{p.name}]" for p in self.parameters)
        return " ".join((f"/{self.name}", *marks))

    @property
    def example(self) -> str:
        """``/summarize 2403.04634``."""
        return " ".join((f"/{self.name}", *(p.example for p in self.parameters)))
