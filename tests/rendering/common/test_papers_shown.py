"""Which papers a document tells, and which message tells which of them."""

from __future__ import annotations

import pytest

from domain.documents import Bullets, Card, Document, Fold, Paragraph, code, inline, link
from domain.platforms import KINDS, Kind
from rendering.common.papers_shown import papers_of_each, papers_shown
from rendering.common.parcels import rendered, waiting

ONE, TWO, THREE = "2403.00001", "2403.00002", "hep-th/9901003"
LONG = "It goes on and on about waves. " * 60


def card(base: str, text: str = "It is told.") -> Card:
    """A paper as digests tell it."""
    title = inline(link(f"On {base}", f"https://arxiv.org/abs/{base}"))
    return Card(title, (Paragraph(inline(text)),), about=base)


@pytest.mark.parametrize("kind", KINDS)
def test_each_message_knows_its_papers(kind: Kind) -> None:
    """Also one that only goes on with the paper that the message before began."""
    others = Fold("Also", (Bullets((inline("A title", " · ", code(THREE)),)),))
    document = Document("Waves", (card(ONE, LONG * 6), card(TWO, "brief"), others))
    assert papers_shown(document) == (ONE, TWO, THREE)
    told = [parcel.papers for parcel in rendered(kind, waiting(document))]
    if kind == "discord":
        assert told.pop(0) == (), "the words of a notification"
    first, *middle, last = told
    assert first == (ONE,)
    assert middle
    assert all(papers[0] == ONE for papers in middle)
    assert last[-2:] == (TWO, THREE)


def test_what_is_mentioned_is_not_told() -> None:
    """A paper's comment may name another."""
    document = Document(
        blocks=(card(ONE, f"See also arXiv:{TWO} and https://arxiv.org/abs/{TWO}"),)
    )
    assert papers_shown(document) == (ONE,)
    assert [parcel.papers for parcel in rendered("telegram", waiting(document))] == [(ONE,)]


def test_a_document_of_one_paper_tells_it() -> None:
    """By its address, as the answer to /summarize does; a quiet day's tells none."""
    assert papers_shown(Document("A title", url=f"https://arxiv.org/abs/{ONE}v2")) == (ONE,)
    assert papers_shown(Document.say("Nothing today.")) == ()


def test_a_message_that_begins_with_a_paper_goes_on_with_none() -> None:
    """Its number and its title are no end of the one before."""
    messages = [f'1. <a href="https://arxiv.org/abs/{ONE}">One</a>', f'2. <a href="…/abs/{TWO}">']
    assert papers_of_each(messages, [ONE, TWO]) == [(ONE,), (TWO,)]
