"""Layouts on the strict Discord: it takes any document, and nobody is pinged."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings

from composing.pages import digest_document, evidence_document, paper_document
from domain.chats import Detail
from domain.digests import Digest, Reason
from domain.documents import Document
from domain.papers import Paper
from domain.summaries import Summary
from rendering.discord.layout import LayoutMessage, to_layout
from tests.corpus.chat_kit import kit
from tests.rendering.chat_letters import addresses_of
from tests.rendering.chat_papers import digests, mornings, papers, reasons, summaries
from tests.rendering.chat_texts import Grown, documents, grown_documents

ANY: Final = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
FLAG: Final = 1 << 15
"""Of messages of components alone."""

_ROUTE: Final = "/channels/{channel_id}/messages"


@pytest.fixture(scope="module")
def server(shared: Path) -> Any:
    """What the strict server does with the body of a message: what it complains of, and shows."""
    kit(shared)
    rules = import_module("simkit.dc.bodyrules")
    form_of = import_module("simkit.dc.errors").FormErrors
    media = import_module("simkit.dc.media")
    composing = import_module("simkit.dc.composing")
    seen = import_module("simkit.dc.reading").seen
    schema = import_module("simkit.dc.openapi").OpenApi()

    def read(body: dict[str, Any], names: list[str]) -> tuple[list[str], int, Any]:
        form = form_of()
        rules.check_message_body(form, body)
        schema.check(_ROUTE, "POST", body, "application/json", form)
        uploads = [
            {"filename": name, "url": f"https://cdn.example/{name}", "id": "1"} for name in names
        ]
        shown = media.Showing(form, uploads, "https://discord.example").all(body["components"])
        message = {
            "content": "",
            "embeds": [],
            "components": shown,
            "attachments": [],
            "flags": FLAG,
        }
        return form.flat, composing.processed_bytes(body["components"]), seen(message)

    return read


def check(server: Any, document: Document) -> None:
    """A document is taken, and leads but where it says."""
    for message in to_layout(document):
        if not isinstance(message, LayoutMessage):
            continue
        components = message.named([])
        body = {"flags": FLAG, "allowed_mentions": {"parse": []}, "components": components}
        complaints, octets, seen = server(body, [file.name for file in message.files])
        assert complaints == []
        assert octets <= 9_500
        # What the server draws may not see where an address ends; whose it is, it sees.
        ours = tuple(address.split("/", 3)[2] for address in addresses_of(document))
        assert all(link["url"].split("/", 3)[2].startswith(ours) for link in seen["links"])


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
