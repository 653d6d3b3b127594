"""Rich messages on the strict Telegram: it takes any document, and finds nothing in it itself."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from composing.pages import digest_document, evidence_document, paper_document
from domain.chats import Detail
from domain.digests import Digest, Reason
from domain.documents import Document
from domain.papers import Paper
from domain.summaries import Summary
from rendering.telegram.rich import RichMessage, to_rich
from tests.corpus.chat_kit import kit
from tests.rendering.chat_letters import addresses_of, same_address
from tests.rendering.chat_papers import digests, mornings, papers, reasons, summaries
from tests.rendering.chat_texts import Grown, documents, grown_documents
from tests.rendering.telegram.test_rich import pictures_of

ANY: Final = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def server(shared: Path) -> Any:
    """What the strict server does with a rich message."""
    kit(shared)
    message = import_module("simkit.tg.rich.message")
    world = import_module("simkit.tg.world").World()
    file = import_module("simkit.tg.spec").UploadedFile
    image = BytesIO()
    Image.new("RGB", (40, 30)).save(image, "PNG")

    def read(given: dict[str, Any], names: list[str]) -> Any:
        params = {name: file(f"{name}.png", image.getvalue()) for name in names}
        return message.read_rich(SimpleNamespace(world=world), params, given, "private").view

    return read


def check(server: Any, document: Document) -> None:
    """A document is taken without a warning, and leads but where it says."""
    allowed = addresses_of(document)
    allowed |= {same_address(picture.url) for picture in pictures_of(document)}
    for message in to_rich(document):
        if not isinstance(message, RichMessage):
            continue
        names = [picture.name for picture in message.pictures]
        media = {name: f"attach://{name}" for name in names}
        given = message.as_input(media, ["=/summarize 2403.04634"] * len(message.actions))
        view = server(given, names)
        assert view["warnings"] == []
        assert (view["mentions"], view["found_by_server"]) == ([], [])
        assert view["size"]["characters"] <= 10_000
        assert view["size"]["media"] <= 20
        links = [link["url"] for link in view["links"] if "leads_to" not in link]
        assert {same_address(link) for link in links} <= allowed


@given(document=documents)
@settings(ANY)
def test_any_document(server: Any, document: Document) -> None:
    """Of the worst texts, in every block."""
    check(server, document)


@given(grown=grown_documents)
@settings(ANY, max_examples=20)
def test_a_document_of_many_messages(server: Any, grown: Grown) -> None:
    """In as many as it needs."""
    check(server, grown.document)


@given(paper=papers, summary=summaries, why=reasons)
@settings(ANY, max_examples=30)
def test_any_paper(server: Any, paper: Paper, summary: Summary, why: tuple[Reason, ...]) -> None:
    """Its card and its evidence."""
    check(server, paper_document(paper, summary, reasons=why))
    check(server, evidence_document(paper, summary))


@given(digest=digests)
@settings(ANY, max_examples=30)
def test_any_digest(server: Any, digest: Digest) -> None:
    """In full."""
    check(server, digest_document(digest, Detail.FULL))


@given(morning=mornings)
@settings(ANY, max_examples=20)
def test_any_morning(server: Any, morning: Document) -> None:
    """A page of a digest as it comes in a chat, in each language."""
    check(server, morning)
