"""A command: the one description that dispatch, help and menus are made from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.fair_use.allowances import Allowance
from app.fair_use.effort import Effort
from app.limits import LONGEST_ARGUMENT
from domain.documents import Document
from domain.requests import Access, Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What somebody can ask for by name.

    Attributes:
        run: answers it: is given `Services`, a `Context`, and the value of each parameter, None
            where it was not given.
        longest: code points of what may stand after it.
        takes_files: whether that may come as a file; it is taken as it is then.
        effort: what its answer takes, of the same; None where it is always quick. What is not quick
            is given beside other work, and shows progress.
        allowance: how often one person may use it; None for as often as they like.
        is_a_word: whether its answer is but a word, to whoever presses a button for it.
        is_own: whether its answer tells what one person alone has made; others never see it.
        alone: the command that answers where nothing stands after it, as where one is chosen from a
            chat's menu; empty where that is told to be needed. At the console it always is.
    """

    name: str
    summary: str
    run: Callable[..., Awaitable[Document]]
    parameters: tuple[Parameter, ...] = ()
    access: Access = Access.EVERYBODY
    effort: Callable[..., Awaitable[Effort]] | None = None
    allowance: Allowance | None = None
    longest: int = LONGEST_ARGUMENT
    takes_files: bool = False
    is_a_word: bool = False
    is_own: bool = False
    alone: str = ""

    @property
    def usage(self) -> str:
        """``/summarize <paper>``."""
        marks = (f"<{p.name}>" if p.required else f"[{p.name}]" for p in self.parameters)
        return " ".join((f"/{self.name}", *marks))

    @property
    def example(self) -> str:
        """``/summarize 2403.04634``."""
        return " ".join((f"/{self.name}", *(p.example for p in self.parameters)))
