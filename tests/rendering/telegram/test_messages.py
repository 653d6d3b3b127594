"""What Telegram is sent, letter by letter, and where one message ends and the next begins."""

from __future__ import annotations

import pytest

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Span,
    Style,
    Table,
    bold,
    code,
    inline,
    italic,
    link,
)
from rendering.telegram.html import TelegramMessage, to_telegram

J = "\u2060"
"""Parts what Telegram would link by itself."""

URL = "https://example.org"
LONG = f"{URL}/" + "x" * 480


def messages(*blocks: Block, title: str = "", url: str = "") -> tuple[TelegramMessage, ...]:
    """A document's messages."""
    return to_telegram(Document(title, blocks, url))


def paragraphs(*lines: Inline) -> tuple[Paragraph, ...]:
    """Each a paragraph."""
    return tuple(map(Paragraph, lines))


@pytest.mark.parametrize(
    ("spans", "html", "plain"),
    [
        (inline('a < b & c > d "q"'), 'a &lt; b &amp; c &gt; d "q"', 'a < b & c > d "q"'),
        (
            inline("see ", link("x & <y>", f'{URL}/?a=1&b="2"'), " there"),
            f'see <a href="{URL}/?a=1&amp;b=%222%22">x &amp; &lt;y&gt;</a> there',
            "see x & <y> there",
        ),
        (
            inline(bold("b"), italic("i"), code("c"), "p"),
            f"<b>b</b><i>i{J}</i><code>c</code>{J}p",
            "bicp",
        ),
        (
            inline("run ", code("/help"), "now"),
            f"run <code>/help</code>{J}now",
            f"run /{J}helpnow",
        ),
        (inline("run", code("/help"), " now"), f"run{J}<code>/help</code> now", "run/help now"),
        (
            inline("run ", code("/help"), "/next ", code("@x")),
            f"run <code>/help</code>{J}/{J}next <code>@x</code>",
            f"run /{J}help/{J}next @{J}x",
        ),
        (
            inline(link("l", URL), code("c")),
            f'<a href="{URL}">l{J}</a><code>c</code>',
            "lc",
        ),
        (inline(Span("l", Style.CODE, URL)), f'<a href="{URL}">l</a>', "l"),
        (inline(Span("l", Style.ITALIC, URL)), f'<i><a href="{URL}">l</a></i>', "l"),
        (
            inline(Span("l", Style.BOLD, URL), bold("m"), "n"),
            f'<b><a href="{URL}">l</a>m</b>n',
            "lmn",
        ),
        (
            inline("ask @somebody or /help or example.org"),
            f"ask @{J}somebody or /{J}help or example.{J}org",
            f"ask @{J}somebody or /{J}help or example.{J}org",
        ),
        (inline("x ", code("c"), " y", bold("z")), "x <code>c</code> y<b>z</b>", "x c yz"),
        (inline("x", bold("y"), " ", code("c")), "x<b>y</b> <code>c</code>", "xy c"),
        (
            inline("a ", bold("b"), " @name_one"),
            f"a <b>b</b> @{J}name_one",
            f"a b @{J}name_one",
        ),
        (inline(code("@somebody")), "<code>@somebody</code>", f"@{J}somebody"),
    ],
)
def test_a_line(spans: Inline, html: str, plain: str) -> None:
    """With the tags that Telegram takes; what it would link is parted, but not within code."""
    assert messages(Paragraph(spans)) == (TelegramMessage(html=html, plain=plain),)


@pytest.mark.parametrize(
    ("blocks", "html"),
    [
        (
            (Heading(inline("h ", code("c"), " t")), Paragraph(inline("x"))),
            "<b>h </b><code>c</code><b> t</b>\nx",
        ),
        (
            (Table(("A < B", "C"), ((inline("@name_one"), inline("2")),) * 2),),
            f"<i>A &lt; B</i>: <i>C</i>\n<b>@{J}name_one</b>: 2\n<b>@{J}name_one</b>: 2",
        ),
        (
            (Table(("Archive", "Papers"), ((inline("c.s"), inline("239")),)),),
            "<pre>Archive  Papers\nc.s      239</pre>",
        ),
        (
            (
                Fold("T", paragraphs(inline("one"), inline("two"))),
                Quote("U", paragraphs(inline("three"))),
                Paragraph(inline("after")),
            ),
            (
                "<blockquote expandable><b>T</b>\none\ntwo</blockquote>\n"
                "<blockquote><b>U</b>\nthree</blockquote>\n\nafter"
            ),
        ),
        ((Bullets((inline("<one>"), inline("two")), numbered=True),), "1. &lt;one&gt;\n2. two"),
    ],
)
def test_a_message(blocks: tuple[Block, ...], html: str) -> None:
    """Lines, and what frames them."""
    (message,) = messages(*blocks)
    assert message.html == html


def test_the_title_comes_first_and_once() -> None:
    """With its address."""
    (message,) = messages(Paragraph(inline("x")), title="Title", url=URL)
    assert (message.html, message.plain) == (f'<b><a href="{URL}">Title</a></b>\nx', "Title\nx")
    picture = Picture(inline("p"), b"image")
    first, second, third = messages(
        Paragraph(inline("x")), picture, Paragraph(inline("y")), title="Title"
    )
    assert (first.html, second.html, third.html) == ("<b>Title</b>\nx", "", "y")
    assert messages() == ()


@pytest.mark.parametrize(
    ("lines", "lengths"),
    [
        (("a" * 4_096,), [4_096]),
        (("a" * 4_097,), None),
        (("a" * 2_000, "b" * 2_094), [4_096]),
        (("a" * 2_000, "b" * 2_095), None),
        (("&" * 4_096,), [4_096]),
        (("@name_of " * 455,), None),
    ],
)
def test_a_message_has_4096_letters(lines: tuple[str, ...], lengths: list[int] | None) -> None:
    """As they are shown, with what parts them; one more and there are two messages."""
    found = messages(*paragraphs(*map(inline, lines)))
    if lengths is None:
        assert len(found) == 2
        assert all(len(message.plain) <= 4_096 for message in found)
    else:
        assert [len(message.plain) for message in found] == lengths


def test_the_rest_says_of_what_it_is_which_part() -> None:
    """With the title, shortened; the first part has that already."""
    title = "A title that is long enough to be shortened, as it has more than sixty letters"
    lines = [inline(f"{number} " + "word " * 400) for number in range(6)]
    first, second, third, last = messages(*paragraphs(*lines), title=title)
    assert first.html.startswith(f"<b>{title}</b>\n0 word")
    short = "A title that is long enough to be shortened, as it has more…"
    assert second.html.startswith(f"<i>… {short} (2/4)</i>\n\n1 word")
    assert third.html.startswith(f"<i>… {short} (3/4)</i>\n\n3 word")
    assert last.html.startswith(f"<i>… {short} (4/4)</i>\n\n5 word")
    untitled = messages(*paragraphs(*lines))
    assert untitled[1].html.startswith("<i>… (2/3)</i>\n\n2 word")


def test_each_part_has_room_for_what_it_says_of_itself() -> None:
    """However long the text is that is split."""
    title = "A title that is long enough to be shortened, as it has more than sixty letters"
    found = messages(Paragraph(inline("ab " * 9_000)), title=title)
    assert len(found) > 6
    assert all(len(message.plain) <= 4_096 for message in found)
    assert sum(len(message.plain) > 4_000 for message in found) == len(found) - 1


@pytest.mark.parametrize(("pairs", "parts"), [(50, 1), (51, 2)])
def test_a_message_has_a_hundred_entities(pairs: int, parts: int) -> None:
    """As many tags as Telegram takes."""
    line = [span for number in range(pairs) for span in (bold(f"{number}"), italic("i"))]
    assert len(messages(Paragraph(tuple(line)))) == parts


def test_a_message_has_32_kilobytes() -> None:
    """With its markup; addresses are most of them."""
    links = [link(f"{number:02}", f"{LONG}{number:02}") for number in range(63)]
    (message,) = messages(Paragraph(tuple(links)))
    assert 32_000 < len(message.html.encode()) < 32_768
    assert len(messages(Paragraph((*links, link("é", LONG))))) == 2


def pictures(*captions: str) -> list[Picture]:
    """With these captions."""
    return [Picture(inline(caption), bytes([number])) for number, caption in enumerate(captions)]


def test_ten_pictures_make_an_album() -> None:
    """One more begins another."""
    first, second = messages(*pictures(*"abcdefghijk"))
    assert [picture.html for picture in first.pictures] == list("abcdefghij")
    assert [picture.image for picture in second.pictures] == [bytes([10])]
    (alone,) = messages(*pictures(*"abcdefghij"))
    assert len(alone.pictures) == 10
    (album,) = messages(Picture(inline("<a>"), url=f"{URL}/a.png"), Picture((), b"2"))
    assert [(p.html, p.plain, p.url) for p in album.pictures] == [
        ("&lt;a&gt;", "<a>", f"{URL}/a.png"), ("", "", ""),
    ]  # fmt: skip


def test_a_caption_has_1024_letters() -> None:
    """A longer one stands alone with its picture, and goes on below it."""
    (album,) = messages(*pictures("a" * 1_024, "b"))
    assert len(album.pictures) == 2
    before, alone, rest, after = messages(*pictures("a", "word " * 300, "b"))
    assert [len(message.pictures) for message in (before, alone, rest, after)] == [1, 1, 0, 1]
    assert 1_000 < len(alone.pictures[0].html) <= 1_024
    assert (alone.pictures[0].plain + " " + rest.plain).split() == ["word"] * 300
    assert rest.html == rest.plain
    assert len(messages(*pictures("a" * 1_025, "b"))) == 3


def test_buttons_are_below_the_last_text() -> None:
    """Those that do not fit are below a sign; files come last."""
    rows = tuple((Button(f"{number} " + "l" * 70, f"/{number}"),) for number in range(99))
    blocks: tuple[Block, ...] = (
        Paragraph(inline("a")), *pictures("p"), Attachment("f.txt", "text"), Buttons(rows),
    )  # fmt: skip
    text, album, *more, file = messages(*blocks)
    assert (text.html, len(album.pictures)) == ("a", 1)
    assert {(message.html, message.plain) for message in more} == {("⋯", "⋯")}
    assert [len(message.buttons) for message in (text, *more)] == [14] * 7 + [1]
    assert [button.command for row in more[-1].buttons for button in row] == ["/98"]
    assert {len(button.label) for row in text.buttons for button in row} == {64}
    (wide,) = messages(Buttons((tuple(Button(f"{n}", f"/{n}") for n in range(9)),)))
    assert [len(row) for row in wide.buttons] == [7, 2]
    assert file == TelegramMessage(attachment=Attachment("f.txt", "text"))
    last = messages(
        Paragraph(inline("a")), *pictures("p"), Paragraph(inline("b")), Buttons(rows[:1])
    )
    assert [bool(message.buttons) for message in last] == [False, False, True]
    (only,) = messages(Buttons(rows[:1]))
    assert (only.html, len(only.buttons)) == ("⋯", 1)
