"""Documents that wait: whole when they are read, also by newer versions."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given

from domain.documents import Document, Heading, Paragraph, Span, Style, inline
from rendering.common.document_json import document_of, document_text
from tests.rendering.chat_texts import PATIENT, documents
from tests.rendering.common.test_parcels import can_be_kept

OF_VERSION_1 = (
    '{"version":1,"language":"zh","document":{"":"Document","title":"Waves","blocks":['
    '{"":"Card","title":[{"":"Span","text":"On waves","link":"https://arxiv.org/abs/2403.00001"}],'
    '"blocks":[{"":"Paragraph","spans":[{"":"Span","text":"It waves.","style":"italic"}]},'
    '{"":"Fold","title":"More","blocks":[{"":"Rule"}]}],"about":"2403.00001"},'
    '{"":"Menu","rows":[[{"":"Button","label":"Help","command":"/help"}]]}],'
    '"meta":{"":"PageMeta","date":"2024-03-08","tags":["waves"]}}}'
)
"""As the first version that kept documents wrote one: never changed here."""


@PATIENT
@given(documents)
def test_any_document_comes_back(document: Document) -> None:
    """Every kind of block, texts of the worst kind, bytes of pictures."""
    assume(can_be_kept(document))
    assert document_of(document_text(document, "en")) == (document, "en")


def test_what_an_older_version_kept_is_read() -> None:
    """For ever."""
    document, language = document_of(OF_VERSION_1)
    assert language == "zh"
    assert document_text(document, language) == OF_VERSION_1


def test_what_is_not_known_is_passed_over() -> None:
    """A newer version may have added a field."""
    data = json.loads(document_text(Document.say("Hello"), "en"))
    data["document"]["mood"] = "blue"
    assert document_of(json.dumps(data))[0] == Document.say("Hello")


def test_blocks_that_look_alike_stay_what_they_are() -> None:
    """A heading is no paragraph though it has but spans."""
    document = Document(blocks=(Heading((Span("A", Style.BOLD),)), Paragraph(inline("A"))))
    assert document_of(document_text(document, "en"))[0] == document


@pytest.mark.parametrize(
    "text", ['{"version":2,"document":{}}', "[]", '{"version":1,"document":7}']
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    """And not taken for an empty one."""
    with pytest.raises(ValueError, match="this is no document"):
        document_of(text)
