"""The terminal as a surface: documents to stdout, progress and errors to stderr."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from wcwidth import width as columns

from domain.documents import Document
from domain.errors import PapercrierError, QueryError
from domain.requests import Progress, silent
from i18n.speech import spoken
from rendering.common.plain import sanitise
from rendering.files.markdown import to_markdown
from rendering.terminal import to_terminal


class Format(StrEnum):
    """How a document is printed."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HEXO = "hexo"
    JSON = "json"


def rendered(document: Document, form: Format = Format.TERMINAL) -> str:
    """A document as text in any form but JSON, which shows nouns and not documents."""
    if form is Format.MARKDOWN:
        return to_markdown(document)
    if form is Format.HEXO:
        from rendering.files.hexo import to_hexo  # which brings YAML in

        return to_hexo(document)
    is_terminal = sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 100) if is_terminal else 88
    return to_terminal(document, width=width, colour=is_terminal)


def show(text: str) -> None:
    """Print to standard output at once."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Print a line to standard error, in its place among what was shown before."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def tell_error(error: PapercrierError) -> None:
    """Tell a person what went wrong, in one sentence and how to do it right."""
    said = f"{spoken(error.message)} {spoken(error.hint)}".strip()
    tell(f"✗ {sanitise(said)}")
    if isinstance(error, QueryError) and error.text.strip():
        # One sign for one, so that the mark stands below its place.
        before, after = map(_printable, error.around)
        tell(f"  {before}{after}\n  {' ' * columns(before)}^")


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in text)


@contextmanager
def watched() -> Iterator[Progress]:
    """Progress on one line of the terminal that goes away; nowhere when there is no terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield lambda message: status.update(f"{spoken(message)} …")
