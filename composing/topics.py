"""Topics: those that are followed, those to choose from, and what they would bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.narrowing import Offers
from composing import wording
from domain.chats import Subscription
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Heading,
    Inline,
    Menu,
    Paragraph,
    Span,
    bold,
    code,
    inline,
)
from domain.excerpts import excerpt
from domain.taxonomy import CATEGORIES
from domain.topics import Category, Field, Query, Term, Together, Topic
from i18n.speech import current, phrase, spoken, styled
from topics.catalogue import ReadyTopic, catalogue, ready_of
from topics.yours import among

A_DOZEN: Final = 12
"""Ready topics on a page of a field."""

QUERY_AT_A_GLANCE: Final = 120
"""Characters of a query that are shown to somebody who has just followed it."""


def followed_document(followed: Sequence[Subscription]) -> Document:
    """What a chat follows, numbered as /unsubscribe takes them."""
    if not followed:
        return Document.say(
            *styled(
                "You follow no topic yet. For example: {command}",
                command=code("/subscribe diffusion models"),
            )
        )
    topics = [s.topic for s in followed]
    lines = tuple(
        inline(bold(ready.called(current().language)))
        if (ready := ready_of(topic))
        else _with_query(topic.label, topic)
        for topic in topics
    )
    named = [topic for topic in topics if ready_of(topic)]
    return Document(phrase("You follow"), (Bullets(lines, numbered=True), *_queries(named)))


def following_blocks(topic: Topic) -> tuple[Block, ...]:
    """What is followed from now on: a ready topic by its name, others by what they mean."""
    if ready := ready_of(topic):
        name = ready.called(current().language)
        meant = Paragraph(inline(code(at_a_glance(topic.query))))
        said = styled("Following {topic}.", topic=bold(name))
        return (Paragraph(said), Fold(phrase("What is looked for"), (meant,)))
    named, meaning = bold(excerpt(topic.label, QUERY_AT_A_GLANCE)), in_words(topic.query)
    if topic.is_yours:
        return (Paragraph(_following_yours(topic)),)
    if meaning:
        said = styled("Following {topic}: {meaning}.", topic=named, meaning=meaning)
    else:
        query = code(at_a_glance(topic.query))
        said = styled("Following {topic}: {query}", topic=named, query=query)
    return (Paragraph(said),)


def _following_yours(topic: Topic) -> Inline:
    """That what is likely a reader's is followed, and what it is looked for among."""
    said = styled(
        "Following {topic}: what is most likely yours by {command}, whatever it is about, and one "
        "in ten from outside it.",
        topic=bold(excerpt(topic.label, QUERY_AT_A_GLANCE)),
        command=code("/profile"),
    )
    where = among(topic.query)
    if where is None:
        return said
    return (*said, Span(" "), *styled("Only in {query}.", query=code(at_a_glance(where))))


def in_words(query: Query) -> str:
    """What a query of one part looks for; empty for others, which say it better themselves."""
    match query:
        case Together(_, Field.ANY):
            return phrase("papers about these words together, side by side first")
        case Term(text, Field.ANY) if "*" in text:
            return phrase("papers with words that begin so")
        case Term(text, Field.ANY) if len(text.split()) > 1:
            return phrase("papers with exactly these words side by side")
        case Term(_, Field.ANY):
            return phrase("papers with this word, in any of its forms")
        case Term(text, Field.AUTHOR):
            return phrase("papers by {author}", author=text)
        case Category(name) if name in CATEGORIES:
            return phrase("papers filed in {category}", category=CATEGORIES[name])
    return ""


def _queries(named: Sequence[Topic]) -> tuple[Block, ...]:
    """What topics mean that are shown by their names, for those who want to know."""
    lines = tuple(
        _with_query(ready.called(current().language), one)
        for one in named
        if (ready := ready_of(one))
    )
    return (Fold(phrase("What is looked for"), (Bullets(lines),)),) if lines else ()


def _with_query(name: str, topic: Topic) -> Inline:
    return styled("{label}: {text}", label=bold(name), text=code(str(topic.query)))


def catalogue_document() -> Document:
    """All ready topics, by field."""
    blocks: list[Block] = [
        Paragraph(
            styled(
                "Follow any of these, or words of your own: {command}",
                command=code("/subscribe <topic>"),
            )
        )
    ]
    for field in dict.fromkeys(topic.field for topic in catalogue()):
        own = [topic for topic in catalogue() if topic.field == field]
        blocks += [Heading(inline(phrase(field)), level=3), Bullets(tuple(map(_names, own)))]
    return Document(phrase("Ready topics"), tuple(blocks))


def fields_document() -> Document:
    """The fields of the catalogue, to choose from."""
    said = styled(
        "Ready topics by field; or follow words of your own: {command}",
        command=code("/subscribe diffusion models"),
    )
    return Document(phrase("Ready topics"), (Paragraph(said), Menu(field_buttons().rows)))


def field_document(ready: Sequence[ReadyTopic], page: int = 1) -> Document:
    """A dozen ready topics of a field, to choose from; the others are on further pages."""
    language, field = current().language, ready[0].field
    shown = ready[(page - 1) * A_DOZEN : page * A_DOZEN] or ready[:A_DOZEN]
    rows = [
        (Button(topic.called(language), command=f"/subscribe {topic.name}"),) for topic in shown
    ]
    back = [Button(phrase("‹ Topics"), command="/topics")]
    if shown[0] != ready[0]:
        back = [Button(f"‹ {phrase(field)}", command=f"/topics {field} page {page - 1}")]
    if shown[-1] != ready[-1]:
        back.append(Button(phrase("More topics ›"), command=f"/topics {field} page {page + 1}"))
    said = phrase("A press follows a topic, and shows what it would have brought.")
    return Document(phrase(field), (Paragraph(inline(said)), Menu((*rows, tuple(back)))))


def fitting_document(ready: Sequence[ReadyTopic], words: str) -> Document:
    """The ready topics that fit some words, which are shown."""
    if not ready:
        return Document.say(
            *styled(
                "No ready topic fits “{words}”, but you can follow any words: {command}",
                words=words,
                command=code(f"/subscribe {words}"),
            )
        )
    named = Bullets(tuple(map(_names, ready)))
    queries = _queries([one.topic for one in ready])
    return Document(phrase("Ready topics for “{words}”", words=words), (named, *queries))


def field_buttons() -> Buttons:
    """The fields of the catalogue, to choose topics from; two in a row."""
    fields = dict.fromkeys(topic.field for topic in catalogue())
    buttons = [Button(phrase(field), command=f"/topics {field}") for field in fields]
    return Buttons(tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)))


def _names(topic: ReadyTopic) -> Inline:
    """What a topic is called in the language being spoken, and in the other one."""
    name = topic.called(current().language)
    other = topic.name if name != topic.name else next(iter(topic.zh), "")
    return styled("{name} ({other})", name=bold(name), other=other) if other else inline(bold(name))


def at_a_glance(query: Query) -> str:
    """A query as far as it is read at a glance; /subscriptions has the whole of it."""
    return excerpt(str(query), QUERY_AT_A_GLANCE)


def offers_document(topic: Topic, offers: Offers) -> Document:
    """What would narrow a topic, each with how many papers it would leave."""
    lines = tuple(
        styled("{label}: {text}", label=bold(spoken(offer.name)), text=wording.papers(count))
        for offer, count in offers.each
    )
    rows = tuple(
        (Button(spoken(offer.name), command=f"/narrow {topic.label} = {offer.asked}"),)
        for offer, _ in offers.each
    )
    own = styled(
        "Or say what it shall mean, for example: {command}",
        command=code(f"/narrow {topic.label} = ti:diffusion AND cat:cs.CV"),
    )
    asked = Paragraph(_to_narrow(topic, offers))
    if not offers.matched:
        return Document(blocks=(asked, Paragraph(own)))
    return Document(blocks=(asked, Bullets(lines), Paragraph(own), Buttons(rows)))


def _to_narrow(topic: Topic, offers: Offers) -> Inline:
    """What is left of how many papers, and of which days; or that there is nothing to narrow."""
    named, days = bold(topic.label), wording.spans(offers.days)
    if not offers.matched:
        return (
            styled("{topic} brought nothing announced for {days}.", topic=named, days=days)
            if offers.is_announced
            else styled("{topic} finds nothing submitted on {days}.", topic=named, days=days)
        )
    papers = wording.papers(offers.matched)
    return (
        styled(
            "To narrow {topic}; of the {papers} announced for {days} that it would have brought, "
            "it would leave:",
            topic=named,
            papers=papers,
            days=days,
        )
        if offers.is_announced
        else styled(
            "To narrow {topic}; of the {papers} submitted on {days} that match, it would leave:",
            topic=named,
            papers=papers,
            days=days,
        )
    )
