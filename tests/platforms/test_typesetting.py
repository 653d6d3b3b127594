"""Documents become messages: small ones at once, large ones beside the loop, the same ones once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from bot.platforms.typesetting import AT_ONCE, rendered
from domain.documents import Block, Document, Paragraph, Picture, inline
from i18n.catalogues import speech_of
from i18n.speech import phrase, speaking

ONE = "2403.04634"


def rendering() -> tuple[Callable[[Document], list[str]], list[Document]]:
    """A renderer of one's own, and what it has rendered."""
    seen: list[Document] = []

    def render(document: Document) -> list[str]:
        seen.append(document)
        return [f"{document.title}: {phrase('Done.')}"]

    return render, seen


@pytest.mark.parametrize(("blocks", "is_here"), [(AT_ONCE, True), (AT_ONCE + 1, False)])
async def test_large_documents_do_not_hold_up_the_loop(blocks: int, is_here: bool) -> None:
    """They are rendered, and searched for papers, in another thread."""
    document = Document(blocks=(Paragraph(inline("word")),) * blocks)
    where: list[bool] = []

    def note(text: str) -> str:
        where.append(threading.current_thread() is threading.main_thread())
        return text

    assert await rendered(document, lambda _: [note("word")], note) == (["word"], [()])
    assert where == [is_here, is_here]


async def test_the_papers_that_each_message_tells_are_given() -> None:
    """Those that the document tells, in the messages that name them."""
    document = Document("A paper", url=f"https://arxiv.org/abs/{ONE}")
    messages, papers = await rendered(document, lambda _: [f"of {ONE}", "the end"], str)
    assert (messages, papers) == ([f"of {ONE}", "the end"], [(ONE,), (ONE,)])


async def test_what_many_are_told_is_rendered_once_in_each_language_and_form() -> None:
    """An equal document is found again; in another language, or by another renderer, it is made."""
    render, seen = rendering()
    other, seen_by_other = rendering()
    for _ in range(3):
        assert (await rendered(Document("Help"), render, str))[0] == ["Help: Done."]
    assert len(seen) == 1
    with speaking(speech_of("zh")):
        (message,), _ = await rendered(Document("Help"), render, str)
    assert message != "Help: Done."
    assert len(seen) == 2
    await rendered(Document("Help"), other, str)
    await rendered(Document("Another"), render, str)
    assert (len(seen), len(seen_by_other)) == (3, 1)


async def test_pictures_are_not_kept() -> None:
    """They are large; what has them is rendered each time."""
    render, seen = rendering()
    block: Block = Picture(inline("A figure"), image=b"png")
    for _ in range(2):
        await rendered(Document("A paper", (block,)), render, str)
    assert len(seen) == 2
