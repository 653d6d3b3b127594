"""Tests of `composing.digest_message`: a digest as one message of a chat, and its further pages."""

from __future__ import annotations

import re

import pytest

from composing.digest_message import TITLES_FOLDED, digest_message
from domain.chats import Detail
from domain.digests import Digest
from domain.documents import (
    Bullets,
    Button,
    Buttons,
    Card,
    Contents,
    Document,
    Fold,
    Menu,
)
from rendering.common.plain import inline_text, visible_lines
from rendering.telegram.html import to_telegram
from rendering.telegram.rich import LONGEST, RichMessage, to_rich
from rendering.telegram.rich_text import seen_length
from tests.digests.invented import claim, digest, entry, paper, summary

_TITLE = "A Title of Usual Length, as Most Papers on arXiv Have One, Number"
_SENTENCE = "We show that " + "lanterns burn slowly and " * 7 + "that is all."


def morning(told: int, beyond: int = 0) -> Digest:
    """A digest of papers with titles and sentences of usual lengths."""
    wordy = summary(tldr=claim(_SENTENCE), takeaways=tuple(claim(_SENTENCE) for _ in range(5)))
    entries = tuple(
        entry(paper=paper(number, title=f"{_TITLE} {number}"), summary=wordy)
        for number in range(1, told + 1)
    )
    others = tuple(paper(number, title=f"{_TITLE} {number}") for number in range(200, 200 + beyond))
    return digest(entries=entries, others=others)


def page_of(
    made: Digest, page: int = 1, detail: Detail = Detail.BRIEF, *, is_turned: bool = False
) -> Document:
    """One page, whose buttons name the page that they lead to."""
    return digest_message(
        made, detail, turning=lambda to: f"/digest page {to}", page=page, is_turned=is_turned
    )


def cards(document: Document) -> list[Card]:
    """The papers that are told."""
    return [block for block in document.blocks if isinstance(block, Card)]


def buttons(document: Document) -> list[Button]:
    """Those below the page."""
    rows = [row for b in document.blocks if isinstance(b, Buttons) for row in b.rows]
    return [button for row in rows for button in row]


def before_opening(html: str) -> str:
    """What is seen of a rich message before anything is opened."""
    closed = re.sub(r"</summary>.*?</details>", "</summary></details>", html, flags=re.DOTALL)
    return re.sub(r"<[^<>]+>", "", closed)


def test_ten_papers_are_one_message_of_at_most_four_thousand_characters() -> None:
    """Whatever is said of each at length stands folded; all of it fits into one message."""
    (message,) = to_rich(page_of(morning(10, beyond=100)))
    assert isinstance(message, RichMessage)
    assert len(before_opening(message.html)) <= 4_000
    assert seen_length(message.html) <= LONGEST
    assert message.html.count("<details>") == 11


@pytest.mark.parametrize("detail", list(Detail))
def test_nothing_is_lost(detail: Detail) -> None:
    """Each paper is on exactly one page, those beyond by title, and a button leads to each page."""
    made = morning(23, beyond=TITLES_FOLDED + 73)
    told: list[str] = []
    titles: list[str] = []
    number = 1
    while True:
        document = page_of(made, number, detail)
        told += [card.about for card in cards(document)]
        lists = [b for b in document.walk() if isinstance(b, Bullets)]
        titles += [inline_text(item) for each in lists for item in each.items]
        leads = {int(button.command.split()[-1]) for button in buttons(document)}
        assert leads <= {number - 1, number + 1}
        if number + 1 not in leads:
            break
        number += 1
    assert told == [str(one.paper.id) for one in made.entries]
    found = [str(one.id) for one in made.others if any(str(one.id) in line for line in titles)]
    assert found == [str(one.id) for one in made.others]


def test_each_paper_has_its_actions() -> None:
    """The whole card first; nothing of a sample leads to arXiv."""
    (card, *_) = cards(page_of(morning(2)))
    wanted = ["summarize", "evidence", "save", "more", "less", "mute", "why", "similar", "bibtex"]
    commands = [button.command.split()[0].removeprefix("/") for button in card.actions[:9]]
    assert commands == wanted
    assert all(button.command.endswith(card.about) for button in card.actions[:9])
    assert [button.url for button in card.actions[9:]] == [
        "https://arxiv.org/abs/2403.90001v1",
        "https://arxiv.org/pdf/2403.90001v1",
    ]


def test_where_nothing_folds_each_paper_has_one_button_with_its_number() -> None:
    """The actions of ten papers would be a hundred and ten buttons."""
    messages = to_telegram(page_of(morning(10, beyond=100)))
    labels = [button.label for row in messages[-1].buttons for button in row]
    assert labels == [*map(str, range(1, 11)), "Titles 11–35 ›"]
    assert messages[-1].buttons[0][0].command == "/summarize 2403.90001v1"


def test_one_paper_alone_has_all_its_actions_there() -> None:
    """As many in a row as a phone shows with their labels."""
    (message,) = to_telegram(page_of(morning(1)))
    assert [len(row) for row in message.buttons] == [3, 3, 3, 2]


def test_contents_lead_to_the_papers() -> None:
    """Where there are several; they say nothing of their own, and are shown in rich messages."""
    document = page_of(morning(5))
    (contents,) = (block for block in document.blocks if isinstance(block, Contents))
    assert [line[0].target for line in contents.items] == [card.name for card in cards(document)]
    (rich,) = to_rich(document)
    assert isinstance(rich, RichMessage)
    assert rich.html.count('<a href="#n') == rich.html.count('<a name="n') == 5
    assert not any("…" in line for line in visible_lines(document))
    assert not any(isinstance(block, Contents) for block in page_of(morning(3)).blocks)


def test_a_page_that_is_turned_to_takes_the_place_of_the_other() -> None:
    """One that is asked for anew does not."""
    made = morning(23)
    assert not page_of(made).is_menu
    assert page_of(made, 2, is_turned=True).is_menu
    assert isinstance(page_of(made, 2, is_turned=True).blocks[-1], Menu)
    assert [b.label for b in buttons(page_of(made, 2))] == ["‹ Papers 1–10", "Papers 21–23 ›"]
    assert page_of(made, 99) == page_of(made, 3)


def test_details_differ_in_what_is_folded() -> None:
    """A headline has no takeaways, full detail all that there is to say."""
    made = morning(2)
    folds = {
        detail: "\n".join(
            visible_lines(Document(blocks=(cards(page_of(made, 1, detail))[0].blocks[-1],)))
        )
        for detail in Detail
    }
    assert all(isinstance(card.blocks[-1], Fold) for card in cards(page_of(made)))
    assert _SENTENCE not in folds[Detail.HEADLINE]
    assert _SENTENCE in folds[Detail.BRIEF]
    assert "Method" not in folds[Detail.BRIEF]
    assert "Method" in folds[Detail.FULL]
