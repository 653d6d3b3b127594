"""What an import would do, asked before it is done; and what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from app.library.importing import Feeds, Understood
from app.records import saved_data
from domain.chats import SavedPaper
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Paragraph,
    bold,
    code,
    inline,
)
from domain.topics import Topic
from i18n.speech import number, phrase, plural, styled

_SHOWN: Final = 10
SURE: Final = "yes "
"""What an import begins with that has been asked about."""


def library_document(understood: Understood, topics: Sequence[Topic]) -> Document:
    """Whether the papers of a library shall go into the profile, and which those are."""
    blocks = [Paragraph(inline(line)) for line in _told(understood)]
    if topics:
        blocks.append(_topics(topics))
    label = phrase("Take them into my profile")
    return _asked(blocks, label, understood.papers, topics)


def feeds_document(feeds: Feeds) -> Document:
    """Whether the feeds of arXiv shall be followed as topics."""
    blocks: list[Block] = [_topics(feeds.topics), *_named(feeds.topics)]
    if feeds.foreign:
        said = plural(
            "{number} feed is not of arXiv's papers, and is left out.",
            "{number} feeds are not of arXiv's papers, and are left out.",
            feeds.foreign,
        )
        blocks.append(Paragraph(inline(said)))
    return _asked(blocks, phrase("Follow them"), (), feeds.topics)


def taken_in(added: int, given: int) -> Iterator[Block]:
    """What became of papers that were given."""
    if given:
        said = plural(
            "{added} of {number} paper is new in your profile; /profile shows it.",
            "{added} of {number} papers are new in your profile; /profile shows it.",
            given,
            added=number(added),
        )
        yield Paragraph(inline(said))


def _asked(
    blocks: Sequence[Block], label: str, saved: Sequence[SavedPaper], topics: Sequence[Topic]
) -> Document:
    data = json.dumps(saved_data(saved, topics), ensure_ascii=False, separators=(",", ":"))
    does = styled(
        "Nothing is done yet: press, or send the same after {command}.",
        command=code(f"/import {SURE}".strip()),
    )
    # In one row, as a console would print the command of a row that has but one button.
    row = (
        Button(label, command=f"/import {SURE}{data}"),
        Button(phrase("What can be imported"), command="/help import"),
    )
    return Document(blocks=(*blocks, Paragraph(does), Buttons((row,))))


def _told(understood: Understood) -> Iterator[str]:
    yield _named_papers(understood)
    if understood.by_title:
        yield plural(
            "{number} of them was found by its title.",
            "{number} of them were found by their titles.",
            understood.by_title,
        )
    if understood.known:
        yield plural(
            "{number} of them is in your profile already.",
            "{number} of them are in your profile already.",
            understood.known,
        )
    if understood.without_id:
        yield plural(
            "{number} entry names no paper of arXiv, and is left out.",
            "{number} entries name no paper of arXiv, and are left out.",
            understood.without_id,
        )
    if understood.unreadable:
        yield plural(
            "{number} entry cannot be read.",
            "{number} entries cannot be read.",
            understood.unreadable,
        )
    if understood.beyond:
        yield plural(
            "{number} older paper is too much for a profile.",
            "{number} older papers are too many for a profile.",
            understood.beyond,
        )


def _named_papers(understood: Understood) -> str:
    count = len(understood.papers)
    if not understood.form:
        return plural(
            "That is {number} paper of arXiv.", "Those are {number} papers of arXiv.", count
        )
    return plural(
        "This {form} names {number} paper of arXiv.",
        "This {form} names {number} papers of arXiv.",
        count,
        form=understood.form,
    )


def _topics(topics: Sequence[Topic]) -> Paragraph:
    return Paragraph(
        inline(plural("It has {number} topic.", "It has {number} topics.", len(topics)))
    )


def _named(topics: Sequence[Topic]) -> Iterator[Block]:
    shown = [inline(bold(topic.label), " · ", code(str(topic.query))) for topic in topics[:_SHOWN]]
    if len(topics) > _SHOWN:
        shown.append(inline(phrase("and {number} more", number=number(len(topics) - _SHOWN))))
    yield Bullets(tuple(shown))
