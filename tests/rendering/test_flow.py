"""Tests of `rendering.common.flow`: how a document's blocks stand under each other in a chat."""

from __future__ import annotations

from domain.documents import (
    Block,
    Bullets,
    Document,
    Fold,
    Heading,
    Paragraph,
    Section,
    Table,
    bold,
    code,
    inline,
    italic,
)
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import to_discord
from rendering.telegram.html import to_telegram


def telegram(*blocks: Block) -> list[str]:
    """The lines of a document's only message on Telegram."""
    (message,) = to_telegram(Document(blocks=blocks))
    return message.html.split("\n")


def discord(*blocks: Block) -> list[str]:
    """The lines of a document's only message on Discord."""
    (message,) = to_discord(Document(blocks=blocks))
    assert isinstance(message, DiscordMessage)
    return message.content.split("\n")


PAPER = (
    Heading(inline("1. Slow Lanterns")),
    Paragraph(inline(bold("Authors"), ": Ada Quill")),
    Paragraph(inline(italic("Matched"))),
    Section(blocks=(Paragraph(inline(bold("Summary"), ": They burn slowly.")),)),
    Section(inline("Key takeaways"), (Bullets((inline("One."), inline("Two."))),), level=0),
    Fold("Abstract", (Paragraph(inline("We light a lantern.")),)),
    Paragraph(inline(italic("Extracted."))),
)


def test_parts_of_a_paper_stand_apart() -> None:
    """Facts stand together; summary and takeaways begin after an empty line."""
    assert telegram(*PAPER) == [
        "<b>1. Slow Lanterns</b>",
        "<b>Authors</b>: Ada Quill",
        "<i>Matched</i>",
        "",
        "<b>Summary</b>: They burn slowly.",
        "",
        "<b>Key takeaways</b>",
        "• One.",
        "• Two.",
        "<blockquote expandable><b>Abstract</b>",
        "We light a lantern.</blockquote>",
        "<i>Extracted.</i>",
    ]


def test_what_folds_is_small_where_nothing_folds() -> None:
    """Discord sets folded text small, parted from what is around it."""
    assert discord(*PAPER)[-7:] == [
        "• One.",
        "• Two.",
        "",
        "-# **Abstract**",
        "-# We light a lantern.",
        "",
        "*Extracted.*",
    ]


def test_a_table_of_things_to_type_has_no_head() -> None:
    """A row is a line: its name in bold, its value, and what to type."""
    settings = Table(
        ("Setting", "Now", "Change with"),
        ((inline("Time"), inline(bold("08:00")), inline(code("/time 09:00"))),),
    )
    assert telegram(settings) == ["<b>Time</b>: 08:00 — <code>/time 09:00</code>"]
    assert discord(settings) == ["**Time**: 08\\:00 — `/time 09:00`"]
    commands = Table(("Command", "What it does"), ((inline(code("/help")), inline("Helps")),))
    assert telegram(commands) == ["<code>/help</code> — Helps"]


def test_a_table_of_facts_keeps_its_head() -> None:
    """Numbers say nothing without the names of their columns."""
    table = Table(("Archive", "Papers"), ((inline("cs"), inline("239")),))
    assert telegram(table) == ["<pre>Archive  Papers", "cs       239</pre>"]


def test_running_text_stands_apart_from_lines_with_labels() -> None:
    """On either side of it."""
    lines = telegram(
        Paragraph(inline(bold("Topics"), ": lanterns")),
        Paragraph(inline("Announced 24.")),
        Paragraph(inline(bold("Overview"), ": slow.")),
    )
    assert lines == ["<b>Topics</b>: lanterns", "", "Announced 24.", "", "<b>Overview</b>: slow."]
