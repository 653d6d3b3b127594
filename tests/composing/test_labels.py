"""What others have written fits on a button, and is told whole beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.library.reading_list import ReadingList
from composing.asking.choosing import which_document
from composing.choosing.labels import ON_A_BUTTON
from composing.choosing.pickers import unsubscribe_document
from composing.explained import title_choice
from composing.library.reading_list import reading_list_document
from composing.library.tastes import muted_words_document
from composing.readings import readings_blocks
from domain.chats import ChatRef, SavedPaper, Subscription
from domain.documents import Bullets, Buttons, Document, Menu
from domain.topics import Term, Topic
from tests.composing.test_pages import sample_paper
from topics.intent.readings import Doubt, Reading

LONG = "Stepwise Mirrors: Four-Step Sampling for Image Diffusion Models Without a Teacher"
SHORT = "On Mirrors"
NOW = datetime(2026, 11, 28, tzinfo=UTC)


def documents(text: str) -> dict[str, Document]:
    """All that offer something by the words of somebody else."""
    paper = replace(sample_paper(1), title=text)
    followed = Subscription(ChatRef("telegram", "1"), Topic(text, Term("mirrors")), NOW)
    saved = SavedPaper("2611.99001", text, NOW)
    listed = ReadingList(papers=(saved,), words="", unread=1, oldest=NOW, now=NOW)
    return {
        "title": title_choice("mirrors", [paper]),
        "asked": which_document("how many?", [(paper.id, text)]),
        "unsubscribe": unsubscribe_document([followed]),
        "muted": muted_words_document([text]),
        "saved": reading_list_document(listed),
        "readings": Document(blocks=readings_blocks([Reading(Doubt.NARROWER, text)], "/search {}")),
    }


@pytest.mark.parametrize("which", documents(SHORT))
def test_a_label_fits_and_its_text_is_told_whole(which: str) -> None:
    """With a mark before it; and short ones stand on their button alone."""
    long, short = documents(LONG)[which], documents(SHORT)[which]
    assert all(len(label) <= ON_A_BUTTON + len("✕ ") for label in labels(long))
    assert any("Stepwise" in label for label in labels(long))
    assert any(label.endswith(SHORT) for label in labels(short))
    assert LONG in listed(long)
    assert SHORT not in listed(short) or which == "saved"


def labels(document: Document) -> list[str]:
    """What stands on the buttons."""
    rows = [one.rows for one in document.blocks if isinstance(one, Buttons | Menu)]
    return [button.label for each in rows for row in each for button in row]


def listed(document: Document) -> str:
    """What stands in lists."""
    lists = [one.items for one in document.blocks if isinstance(one, Bullets)]
    return " ".join(span.text for items in lists for item in items for span in item)
