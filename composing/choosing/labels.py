"""What stands on buttons where somebody else has written it: titles, queries, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.documents import Block, Bullets, Button, Menu, inline
from domain.excerpts import excerpt

ON_A_BUTTON: Final = 32
"""Code points that fit into a line of a phone; Discord breaks none and lets the rest run out."""


def on_a_button(text: str) -> str:
    """As much of a text as a phone shows on a button."""
    return excerpt(text, ON_A_BUTTON)


def told_whole(texts: Sequence[str]) -> tuple[Block, ...]:
    """The texts above their buttons, where one of them is too long for its own."""
    if all(on_a_button(text) == text for text in texts):
        return ()
    return (Bullets(tuple(inline(text) for text in texts)),)


def picked(options: Sequence[tuple[str, str]], last: Sequence[Button] = ()) -> tuple[Block, ...]:
    """What is picked from: each a text and the command that takes it; a row beside them."""
    rows = [(Button(on_a_button(text), command=command),) for text, command in options]
    listed = told_whole([text for text, _ in options])
    return (*listed, Menu((*rows, tuple(last)) if last else tuple(rows)))
