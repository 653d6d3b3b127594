"""Asked once before anything goes: what will, and a button that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.operating.bots import Bot
from domain.chats import Subscription
from domain.documents import Button, Buttons, Document, Paragraph, bold, code, inline
from domain.messages import marked
from i18n.speech import number, phrase, plural, styled

_UNCOUNTED: Final = {
    "settings": marked("your settings"),
    "counts": marked("the count of today's summaries"),
    "keys": marked("your keys and links to pages"),
    "questions": marked("the last questions asked"),
}


def forgetting_document(kept: Mapping[str, int]) -> Document:
    """Whether all that is kept shall go, and what that is."""
    what = phrase(", ").join(counted(name, count) for name, count in kept.items() if count)
    if not what:
        return Document.say(phrase("Nothing was kept of you."))
    asked = styled("This deletes for good: {what}.", what=bold(what))
    first = styled(
        "{export} gives you all of it first; {command} deletes it.",
        export=code("/export"),
        command=code("/forgetme yes"),
    )
    buttons = (
        (Button(phrase("Delete all of it"), command="/forgetme yes"),),
        (Button(phrase("Export it first"), command="/export"),),
    )
    return Document(blocks=(Paragraph(asked), Paragraph(first), Buttons(buttons)))


def forgotten_document(what: Sequence[str], others: Sequence[Bot]) -> Document:
    """What is gone, in words; and which other bots of this installation keep something."""
    told = styled("Deleted: {what}.", what=bold(phrase(", ").join(what))) if what else ()
    if not others:
        if not what:
            return Document.say(phrase("Nothing was kept of you."))
        return Document.say(
            *styled(
                "Deleted: {what}. Nothing else was kept of you.",
                what=bold(phrase(", ").join(what)),
            )
        )
    names = phrase(", ").join(f"@{bot.name}" if bot.name else bot.platform for bot in others)
    rest = styled(
        "What you told {bots} is kept: send {command} there, too.",
        bots=bold(names),
        command=code("/forgetme"),
    )
    return Document(blocks=(*([Paragraph(told)] if told else []), Paragraph(rest)))


def unfollowing_document(followed: Sequence[Subscription]) -> Document:
    """Whether all topics shall go, and which those are."""
    names = phrase(", ").join(one.topic.label for one in followed)
    asked = styled("This ends all that you follow: {topics}.", topics=bold(names))
    does = styled("{command} does it.", command=code("/unsubscribe all yes"))
    button = Button(phrase("Follow none of them"), command="/unsubscribe all yes")
    return Document(blocks=(Paragraph(asked), Paragraph(does), Buttons(((button,),))))


def counted(name: str, count: int) -> str:
    """So much of what is kept of somebody, in words."""
    if name in _UNCOUNTED:
        return phrase(_UNCOUNTED[name])
    match name:
        case "subscriptions":
            return plural("{number} subscription", "{number} subscriptions", count)
        case "told":
            return plural(
                "the note of {number} paper told", "the note of {number} papers told", count
            )
        case "digests":
            return plural("{number} digest", "{number} digests", count)
        case "buttons":
            return plural("what {number} button did", "what {number} buttons did", count)
        case "links":
            return plural("{number} link to another chat", "{number} links to other chats", count)
        case "votes" | "presses" | "saved" | "meetings" | "ballots" | "group_saves":
            return _tastes(name, count)
        case "messages":
            return plural("{number} message", "{number} messages", count)
    return f"{number(count)} {name}"


def _tastes(name: str, count: int) -> str:
    match name:
        case "votes":
            return plural("{number} vote on a paper", "{number} votes on papers", count)
        case "presses":
            return plural("{number} press in a group", "{number} presses in groups", count)
        case "meetings":
            return plural("{number} meeting", "{number} meetings", count)
        case "ballots":
            return plural("{number} vote for a meeting", "{number} votes for meetings", count)
        case "group_saves":
            return plural(
                "{number} paper saved in a group", "{number} papers saved in groups", count
            )
    return plural("{number} saved paper", "{number} saved papers", count)


def settings_import_document(command: str) -> Document:
    """Whether the settings of an import shall take the place of those that there are."""
    asked = phrase("Its settings would take the place of yours; those stay as they are for now.")
    button = Button(phrase("Take its settings, too"), command=command)
    return Document(blocks=(Paragraph(inline(asked)), Buttons(((button,),))))
