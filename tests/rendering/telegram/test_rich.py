"""Tests of `rendering.telegram.rich`: any document is taken, and can do nothing but be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from hypothesis import example, given, settings

from domain.documents import (
    Bullets,
    Button,
    Card,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Formula,
    Gallery,
    Menu,
    Paragraph,
    Picture,
    Quote,
    Section,
    Span,
    Style,
    Table,
    bold,
    code,
    inline,
    link,
)
from rendering.telegram.html import TelegramMessage
from rendering.telegram.rich import RichMessage, to_rich
from tests.rendering.chat_letters import (
    addresses_of,
    letters_of,
    missing,
    only_linked,
    same_address,
)
from tests.rendering.chat_texts import OURS, PATIENT, Grown, documents, grown_documents
from tests.rendering.telegram.rich_reading import Read, read_rich


def check_rich(document: Document, *, formulas: bool = True) -> list[Read]:
    """What a document becomes is taken, within all limits, and no letter is lost."""
    found = []
    for message in to_rich(document):
        if isinstance(message, TelegramMessage):
            assert message.attachment
            continue
        given = message.as_input(
            {picture.name: "attach://" + picture.name for picture in message.pictures},
            ["=/x"] * len(message.actions),
        )
        assert given["skip_entity_detection"] is True
        read = read_rich(given["html"])
        assert read.letters or read.pictures, "a message with nothing to see is refused"
        assert read.characters <= 10_000
        assert read.blocks <= 500
        assert len(read.pictures) <= 20
        assert sorted(set(read.pictures)) == sorted(one["id"] for one in given.get("media", ()))
        assert all(0 < len(label) <= 64 for label in read.labels)
        found.append(read)
    links = {same_address(link) for read in found for link in read.links if link[0] != "#"}
    images = {same_address(picture.url) for picture in pictures_of(document)}
    assert links <= addresses_of(document) | images
    letters = list(chain.from_iterable(read.letters for read in found))
    wanted = letters_of(document, linked=OURS, rich=True, formulas=formulas)
    assert missing(wanted, only_linked(letters, OURS)) == ""
    return found


def pictures_of(document: Document) -> Iterator[Picture]:
    """All its pictures."""
    for block in document.walk():
        match block:
            case Picture() | Section(picture=Picture()):
                yield block.picture or Picture(()) if isinstance(block, Section) else block
            case Gallery(pictures):
                yield from pictures


@PATIENT
@given(documents)
@example(Document("@\u0333name_of_somebody"))
@example(Document(blocks=(Paragraph((Span(" ", link=OURS[0]), code("a"))),)))
@example(Document(blocks=(Fold("", (Table((), ()),)),)))
@example(
    Document(blocks=(Footnotes((Footnote("s1", "1", ()),)), Paragraph((Span("1", target="s1"),))))
)
def test_any_document_is_taken_and_does_nothing(document: Document) -> None:
    """Within the limits, linked by us alone and nowhere in vain, and no letter is lost."""
    check_rich(document)


@given(grown_documents)
@settings(PATIENT, max_examples=20)
def test_a_document_of_many_messages_loses_nothing(grown: Grown) -> None:
    """The same of documents that have to be split."""
    check_rich(grown.document, formulas=False)


CARD = Card(
    inline("1. ", link("Slow Lanterns", "https://a.example/1")),
    (
        Paragraph(
            inline("They need ", Span("n₀ ≤ 1", latex=r"n_0 \le 1"), ".", Span("1", target="s1"))
        ),
        Section(inline("Key takeaways"), (Bullets((inline("Cold."),)),), level=0),
        Formula(r"\dfrac{a}{b}", "a/b"),
        Formula(r"\ce{H2O}", "H2O"),
        Fold(
            "Results", (Table(("Wick", "Hours"), ((inline("slow"), inline("9")),), inline("Mean")),)
        ),
        Quote("Method", (Paragraph(inline("We need ", Span("9 l", Style.MARKED), ".")),)),
        Footnotes((Footnote("s1", "1", inline("We need 9 l."), "Method"),)),
    ),
    actions=(Button("Whole card", "/summarize 1"), Button("arXiv", url="https://a.example/1")),
    name="p1",
)
GALLERY = Gallery(
    (
        Picture(inline(bold("Figure 1.")), image=b"one"),
        Picture(inline(bold("Figure 2.")), image=b"two"),
    ),
    inline("(Ada Quill, CC BY 4.0)"),
)


def only(document: Document) -> RichMessage:
    """The one message of a document."""
    (message,) = to_rich(document)
    assert isinstance(message, RichMessage)
    return message


def test_a_card() -> None:
    """Formulas are set where apps can, notes are led to, and what folds is folded."""
    message = only(Document("Lanterns", (Paragraph((Span("First", target="p1"),)), CARD)))
    assert message.html == (
        "<h3>Lanterns</h3>"
        '<p><a href="#n2">First</a></p>'
        '<a name="n2"></a><h4>1. <a href="https://a.example/1">Slow Lanterns</a></h4>'
        r"<p>They need <tg-math>n_0 \leq 1</tg-math>."
        '<sup><a href="#n1">1</a></sup></p>'
        "<p><b>Key takeaways</b></p><ul><li>Cold.</li></ul>"
        r"<tg-math-block>\frac{a}{b}</tg-math-block><p>H2O</p>"
        "<details><summary>Results</summary><table bordered striped><caption>Mean</caption>"
        '<tr><th>Wick</th><th align="right">Hours</th></tr>'
        '<tr><td>slow</td><td align="right">9</td></tr></table></details>'
        "<blockquote><p>We need <mark>9 l</mark>.</p><cite>Method</cite></blockquote>"
        '<ul><li>[1] <tg-reference name="n1">We need 9 l.</tg-reference> <i>Method</i></li></ul>'
        '<tg-button-row><tg-button type="callback_data" data="#0">Whole card</tg-button>'
        '<tg-button type="url" url="https://a.example/1">arXiv</tg-button></tg-button-row>'
    )
    assert message.actions == (Button("Whole card", "/summarize 1"),)
    assert 'data="=/a&quot;b"' in message.as_input({}, ['=/a"b'])["html"]


def test_pictures_are_a_slide_show_with_their_captions_and_whose_they_are() -> None:
    """Named in the message, and handed over beside it."""
    message = only(Document(blocks=(GALLERY,)))
    assert message.html == (
        '<tg-slideshow><img src="tg://photo?id=figure1"/><img src="tg://photo?id=figure2"/>'
        "<figcaption><b>Figure 1.</b><br><b>Figure 2.</b>"
        "<cite>(Ada Quill, CC BY 4.0)</cite></figcaption></tg-slideshow>"
    )
    assert [(p.name, p.image) for p in message.pictures] == [
        ("figure1", b"one"),
        ("figure2", b"two"),
    ]
    media = message.as_input({"figure1": "F1", "figure2": "attach://figure2"}, ())["media"]
    assert media[1] == {"id": "figure2", "media": {"type": "photo", "media": "attach://figure2"}}


def test_what_does_not_fit_goes_on_in_another_message() -> None:
    """Cards stay whole, each message shows its own pictures, and no link leads out of its own."""
    cards = tuple(
        Card(inline(f"Paper {n}"), (Paragraph(inline("word " * 700)), GALLERY), name=f"p{n}")
        for n in range(4)
    )
    contents = Bullets(tuple((Span(f"Paper {n}", target=f"p{n}"),) for n in range(4)))
    first, second = to_rich(Document("Morning", (contents, *cards)))
    assert isinstance(first, RichMessage)
    assert isinstance(second, RichMessage)
    assert first.html.count("<h4>") == second.html.count("<h4>") == 2
    assert second.html.startswith("<p><i>… Morning (2/2)</i></p>")
    assert first.html.count('<a href="#') == 2
    assert len(second.pictures) == 2


def test_a_menu_stands_below() -> None:
    """Where also servers of before know buttons."""
    message = only(Document("Settings", (Menu(((Button("08:00", "/time 08:00"),),)),)))
    assert message.buttons == ((Button("08:00", "/time 08:00"),),)
    assert message.html == "<h3>Settings</h3>"


def test_short_blocks_and_pictures_are_counted_too() -> None:
    """However few their characters are."""
    points = Bullets(tuple(inline(f"{n}") for n in range(900)))
    rows = Table((), tuple((inline(f"{n}"),) for n in range(900)))
    lines = tuple(Paragraph(inline(f"{n}")) for n in range(900))
    pictures = Gallery(tuple(Picture((), image=b"%d" % n) for n in range(50)))
    found = check_rich(Document(blocks=(points, rows, Fold("More", lines), pictures)))
    assert sum(len(read.pictures) for read in found) == 50
    assert len(found) < 15


def test_raw_text_is_escaped() -> None:
    """In text, addresses, labels, formulas and titles."""
    sly = '<b>&amp;"'
    formulas = Paragraph((Span("x", latex="a < b & c"), Span("y", latex="a < b")))
    document = Document(
        sly,
        (
            Fold(sly, (Paragraph(inline("x")),)),
            formulas,
            Card(inline(sly), actions=(Button(sly, "/x"),)),
        ),
    )
    assert only(document).html == (
        "<h3>&lt;b&gt;&amp;amp;&quot;</h3><details><summary>&lt;b&gt;&amp;amp;&quot;</summary>"
        "<p>x</p></details><p>x<tg-math>a &lt; b</tg-math></p><h4>&lt;b&gt;&amp;amp;&quot;</h4>"
        '<tg-button-row><tg-button type="callback_data" data="#0">'
        "&lt;b&gt;&amp;amp;&quot;</tg-button></tg-button-row>"
    )


def test_no_formula_is_set_within_a_fold() -> None:
    """An app was seen to end at one: there they are told in letters, however deep, and cut."""
    line = inline("When ", Span("n₀ ≤ 1", latex=r"n_0 \le 1"), " holds.")
    within = (Paragraph(line), Quote("", (Bullets((line,)), Formula(r"\frac{a}{b}", "a/b"))))
    document = Document(blocks=(Fold("More", within), Paragraph(line)))
    folded, _, after = only(document).html.partition("</details>")
    assert "<tg-math" not in folded
    assert folded.count("n₀ ≤ 1") == 2
    assert "a/b" in folded
    assert r"<tg-math>n_0 \leq 1</tg-math>" in after
    long = Document(blocks=(Fold("More", within * 900),))
    assert not any("<tg-math" in one.html for one in to_rich(long) if isinstance(one, RichMessage))
