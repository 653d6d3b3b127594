"""Tests of `rendering.discord.layout`: any document is taken, and can do nothing but be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import example, given, settings

from domain.choices import Choice, Option
from domain.documents import (
    Button,
    Buttons,
    Card,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Gallery,
    Menu,
    Paragraph,
    Picture,
    Rule,
    Span,
    Table,
    code,
    inline,
    link,
)
from rendering.discord.classic import DiscordMessage
from rendering.discord.glance import Brevity, at_a_glance
from rendering.discord.layout import LayoutMessage, to_layout
from tests.rendering.chat_letters import Letter, addresses_of, letters_of, missing, only_linked
from tests.rendering.chat_texts import OURS, PATIENT, Grown, documents, grown_documents
from tests.rendering.discord.reading import read_markdown

Tree = dict[str, Any]
_IN_CONTAINER = (1, 9, 10, 12, 14)


def walked(tree: object) -> Iterator[Tree]:
    """All components, gallery items and media of a tree, in order."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from walked(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from walked(value)


def lost(document: Document, letters: list[Letter]) -> str:
    """What is missing of a document at a glance, however brief it is; empty where nothing is."""
    # The briefest leads nowhere from titles that it cuts, as the others do.
    shown = only_linked(letters, OURS)
    forms = (letters_of(at_a_glance(document, one), linked=OURS) for one in reversed(Brevity))
    found = [missing(wanted, shown) for wanted in forms]
    return "" if "" in found else found[0]


def check_layout(document: Document) -> list[Letter]:
    """What a document becomes is taken, within all limits, and no letter is lost."""
    letters: list[Letter] = []
    for message in to_layout(document):
        if isinstance(message, DiscordMessage):
            assert message.files
            continue
        (container,) = message.named([])
        parts = list(walked(container))
        check_limits(message, parts)
        named = [str(part.get("custom_id", part.get("value", ""))) for part in parts]
        sent = sorted((name for name in named if name.startswith("#")), key=lambda n: int(n[1:]))
        assert sent == [f"#{number}" for number in range(len(message.commands))]
        ids = [part["custom_id"] for part in parts if "custom_id" in part]
        assert len(set(ids)) == len(ids)
        for part in parts:
            if part.get("type") == 10:
                letters += read_markdown(part["content"])
    assert {letter.link for letter in letters if letter.link} <= addresses_of(document)
    assert lost(document, letters) == ""
    return letters


def check_limits(message: LayoutMessage, parts: list[Tree]) -> None:
    """A layout that Discord does not refuse.

    After https://discord.com/developers/docs/components/reference, and what is said in
    `rendering.discord.layout` of bytes.
    """
    kinds = [part["type"] for part in parts if "type" in part]
    assert kinds[0] == 17
    assert len(kinds) <= 40
    assert all(part["type"] in _IN_CONTAINER for part in parts[0]["components"])
    texts = [part["content"] for part in parts if part.get("type") == 10]
    assert all(text.strip() for text in texts)
    assert sum(map(len, texts)) <= 4_000
    assert sum(len(text.encode()) + 12 for text in texts) <= 9_500
    shown = [part["media"]["url"] for part in parts if "media" in part]
    assert [f"attachment://{file.name}" for file in message.files] == [
        url for url in shown if url.startswith("attachment://")
    ]
    assert len(shown) <= 10
    assert all(0 < len(part.get("description", "x")) <= 1_024 for part in parts)
    for part in parts:
        if part.get("type") == 1:
            assert 1 <= len(part["components"]) <= 5
        elif part.get("type") == 2:
            assert 1 <= len(part["label"]) <= 80
            assert len(part.get("url", "")) <= 512
            assert ("url" in part) is (part["style"] == 5) is ("custom_id" not in part)
        elif part.get("type") == 9:
            assert [inner["type"] for inner in part["components"]] == [10]
            assert part["accessory"]["type"] in (2, 11)


@PATIENT
@given(documents)
@example(Document(blocks=(Buttons(((Button("Open", "/x"),),)),)))
@example(Document(blocks=(Card(actions=(Button("Open", "/x"),) * 2),)))
def test_any_document_is_taken_and_does_nothing(document: Document) -> None:
    """Within the limits in characters and bytes, pings nobody, and no letter is lost."""
    check_layout(document)


@given(grown_documents)
@example(Grown(Document(blocks=(Paragraph(inline("中文")),)), 700, ""))
@settings(PATIENT, max_examples=20)
def test_a_document_of_many_messages_loses_nothing(grown: Grown) -> None:
    """The same of documents that have to be split."""
    check_layout(grown.document)


def card(number: int, *blocks: Paragraph | Gallery | Fold) -> Card:
    """A paper in a digest."""
    title = inline(f"{number}. ", link("Slow Lanterns", f"https://a.example/{number}"))
    actions = (Button("Details", f"/summarize {number}"), Button("Save", f"/save {number}"))
    return Card(title, (Paragraph(inline("They burn.")), *blocks), actions=actions)


def only(document: Document) -> LayoutMessage:
    """The one message of a document."""
    (message,) = to_layout(document)
    assert isinstance(message, LayoutMessage)
    return message


def test_each_paper_is_a_section_with_a_button() -> None:
    """The first of what can be done stands beside it, the rest below."""
    pages = Buttons(((Button("▶", "/digest page 2"),),))
    message = only(Document("Lanterns", (card(1), Rule(), pages), "https://a.example/0"))
    (container,) = message.named(["a", "b", "c"])
    text = "### 1\\. [Slow Lanterns](https://a.example/1)\nThey burn\\."
    assert container["components"] == [
        {"type": 10, "content": "## [Lanterns](https://a.example/0)"},
        {
            "type": 9,
            "components": [{"type": 10, "content": text.replace("burn\\.", "burn.")}],
            "accessory": {"type": 2, "style": 2, "label": "Details", "custom_id": "a"},
        },
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "Save", "custom_id": "b"}]},
        {"type": 14},
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "▶", "custom_id": "c"}]},
    ]
    assert message.commands == ("/summarize 1", "/save 1", "/digest page 2")


def test_a_picture_of_a_section_stands_beside_it() -> None:
    """As one of a gallery stands alone, with its caption below and a text for who cannot see it."""
    picture = Picture(inline("Figure 1"), image=b"GIF8", described="A lantern")
    gallery = Gallery((Picture(inline("Figure 2"), image=b"\x89PNG"),), inline("(CC BY)"))
    message = only(Document(blocks=(Card(inline("One"), (gallery,), picture=picture),)))
    section, shown, below, caption = message.components[0]["components"]
    assert section["accessory"] == {
        "type": 11,
        "media": {"url": "attachment://figure-2.gif"},
        "description": "A lantern",
    }
    assert shown["items"] == [
        {"media": {"url": "attachment://figure-1.png"}, "description": "Figure 2 (CC BY)"}
    ]
    assert (below["content"], caption["content"]) == ("Figure 2 (CC BY)", "Figure 1")
    assert sorted(file.name for file in message.files) == ["figure-1.png", "figure-2.gif"]


def test_notes_are_led_to_by_number_across_sections() -> None:
    """Discord links nothing within a message."""
    told = Paragraph(inline("Cold.", Span("1", target="s1")))
    notes = Footnotes((Footnote("s1", "1", inline("It is cold."), "Method"),))
    message = only(Document(blocks=(Card(inline("One"), (told,)), notes)))
    first, second = message.components[0]["components"]
    assert first["content"].endswith("Cold.\\[1\\]")
    assert second["content"] == "• \\[1\\] It is cold. *Method*"


def test_a_page_of_papers_goes_on_where_a_paper_begins() -> None:
    """As many as have room in a message; the next says what it goes on with."""
    papers = tuple(card(number) for number in range(1, 21))
    first, second = to_layout(Document("Morning", papers))
    assert isinstance(first, LayoutMessage)
    assert isinstance(second, LayoutMessage)
    assert second.components[0]["components"][0]["content"] == "*… Morning (2/2)*"
    kinds = [part["type"] for part in second.components[0]["components"]]
    assert kinds[1] == 9
    assert len(first.commands) + len(second.commands) == 20


def test_what_papers_of_a_page_fold_is_a_press_away() -> None:
    """Each has its sentence, a line in small letters where there is room, and one button."""
    line = Paragraph(inline(code("2403.00001"), " · cs.CV"))
    folded = Fold("Ada Quill", (line, Paragraph(inline("Long. " * 40))))
    message = only(Document("Morning", tuple(card(number, folded) for number in (1, 2))))
    _, first, _ = message.components[0]["components"]
    assert first["accessory"]["label"] == "Details"
    assert first["components"][0]["content"].endswith("\n-# `2403.00001` · cs\\.CV")
    assert message.commands == ("/summarize 1", "/summarize 2")
    long = Fold("Ada Quill", (Paragraph(inline("word " * 90)),))
    message = only(Document("Morning", tuple(card(number, long) for number in range(10))))
    assert "-#" not in str(message.components), "no room for ten of them"


def test_what_can_be_chosen_from_lists_needs_no_buttons_and_no_line() -> None:
    """A select for each setting, which says what it is for; short rows stand together."""
    days = Choice(
        "Days", "/time", (Option("Days: daily", "/a"), Option("Days: weekdays", "/b")), "/b"
    )
    rows = ((Button("Time ›", "/time"), Button("Zone ›", "/zone")), (Button("Pause", "/pause"),))
    table = Table(
        ("Setting", "Now", "By"),
        (
            (inline("Days"), inline("weekdays"), inline(code("/time mon-fri"))),
            (inline("Zone"), inline("Berlin"), inline(code("/zone UTC"))),
        ),
    )
    message = only(Document("Settings", (table, Menu(rows, (days,)))))
    _, told, select, buttons = message.components[0]["components"]
    assert told["content"] == "**Zone**: Berlin — `/zone UTC`"
    assert select["components"][0] == {
        "type": 3,
        "custom_id": "pcs:0",
        "placeholder": "Days",
        "options": [
            {"label": "Days: daily", "value": "#2"},
            {"label": "Days: weekdays", "value": "#3", "default": True},
        ],
    }
    assert [one["label"] for one in buttons["components"]] == ["Zone ›", "Pause"]
    assert message.commands == ("/zone", "/pause", "/a", "/b")


def test_bytes_components_and_files_are_counted_too() -> None:
    """However few the characters are."""
    chinese = tuple(Paragraph(inline("中文 " * 400)) for _ in range(12))
    assert len(to_layout(Document(blocks=chinese))) >= 4
    check_layout(Document(blocks=chinese))
    pictures = tuple(Picture((), image=b"%d" % n) for n in range(25))
    check_layout(Document(blocks=(Gallery(pictures),)))
    check_layout(Document(blocks=tuple(card(number) for number in range(60))))
