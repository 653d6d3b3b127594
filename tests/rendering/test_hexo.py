"""Tests of `rendering.files.hexo`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from domain.documents import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Quote,
    bold,
    code,
    inline,
)
from domain.page_meta import PageMeta
from rendering.common.plain import sanitise, visible_lines
from rendering.files.hexo import MORE, to_hexo
from tests.rendering.reading import html_of, lines_of, text_of
from tests.rendering.texts import documents, texts

META = PageMeta(
    date=date(2024, 3, 8),
    description="Three lanterns: how they burn",
    categories=("Papers", "cs"),
    tags=("slow light", "1e5"),
    keywords=("wick",),
    cover="https://a.example/1.png",
)


def parted(post: str) -> tuple[dict[str, Any], str]:
    """Front matter and body, parted as Hexo parts them."""
    found = re.match(r"^---\n([\s\S]+?)\n---\n?([\s\S]*)", post)
    assert found
    return yaml.safe_load(found[1]), found[2]


def test_the_front_matter_says_what_the_page_is() -> None:
    """All that Hexo and its themes ask for stands there, in this order."""
    matter, _ = parted(to_hexo(Document("Lanterns: a survey", meta=META)))
    assert list(matter.items()) == [
        ("title", "Lanterns: a survey"),
        ("date", date(2024, 3, 8)),
        ("categories", ["Papers", "cs"]),
        ("tags", ["slow light", "1e5"]),
        ("description", "Three lanterns: how they burn"),
        ("keywords", ["wick"]),
        ("cover", "https://a.example/1.png"),
        ("lang", "en"),
    ]


@given(texts, texts, st.lists(texts, max_size=3))
@example("@home: a study", "% of light", ["no", "0o7", "1e5", "~", "2024-03-08", "1:30"])
@example("<b>a</b> < b", "{{ x }} {% raw %}", ["<!-- more -->", "---", "a\u2028---\ntitle: b"])
def test_any_title_is_correct_yaml(title: str, description: str, tags: list[str]) -> None:
    """Whatever a title, description or tag holds, it loads back as the text that it looks."""
    meta = replace(META, description=description, tags=tuple(tags))
    matter, _ = parted(to_hexo(Document(title, meta=meta)))
    assert looks(matter["title"]) == looks(title)
    assert looks(matter.get("description", "")) == looks(description)
    assert set(map(looks, matter.get("tags", []))) == set(map(looks, tags)) - {""}
    told = (matter["title"], matter.get("description", ""), *matter.get("tags", []))
    assert not any(re.search(r"<[A-Za-z/!?]", text) for text in told)


def looks(text: str) -> str:
    """What a text looks like, whichever sign for less-than it has."""
    return re.sub("＜", "<", sanitise(text).strip())


@pytest.mark.parametrize("tag", ["<script>alert(1)</script>", "<img src=x>", "</title>", "<!--"])
def test_no_tag_stands_in_the_front_matter(tag: str) -> None:
    """Themes print titles, descriptions and tags as they are; a sign that is none may stay."""
    meta = replace(
        META, description=f"a < b {tag}", tags=(tag,), categories=(tag,), keywords=(tag,)
    )
    post = to_hexo(Document(f"On {tag}", (Paragraph(inline(f"See {tag}")),), meta=meta))
    assert tag not in post
    assert "a < b" in post


def test_every_string_is_quoted() -> None:
    """Some plain words are numbers to js-yaml and text to PyYAML; quotes leave no doubt."""
    post = to_hexo(Document("0o17", meta=replace(META, tags=("1e5",))))
    assert 'title: "0o17"' in post
    assert '- "1e5"' in post


@given(documents)
@example(Document("", (Paragraph((*inline("{"), bold("x"), *inline("{"))),)))
@example(Document("", (Paragraph(inline("{# {\\# { #")),)))
@example(Document("", (Paragraph(inline(code("{{ x }}"), "{% raw %}")),)))
def test_nunjucks_finds_no_tag(document: Document) -> None:
    """Neither in the Markdown nor in the HTML made of it does anything open a tag."""
    _, body = parted(to_hexo(document))
    for surface in (body, html_of(body)):
        assert not re.search(r"\{[{%#]", surface)
    assert "hexoPostRender" not in body
    assert not re.search(r"(?:<|&lt;)!--(?:swig|code)\ufffc", body)


@given(documents)
def test_any_text_reads_back_as_it_stands(document: Document) -> None:
    """The body shows the words of the document but for its title, which stands above."""
    _, body = parted(to_hexo(document))
    found = [text_of(line) for line in lines_of(body)]
    shown = visible_lines(replace(document, title=""), maths=True)
    expected = ["".join(line.split()) for line in shown]
    assert found == expected


def test_the_excerpt_is_the_head() -> None:
    """What stands before the first heading is shown in lists of posts; a title has no heading."""
    blocks = (Paragraph(inline("Head")), Heading(inline("1. One")), Paragraph(inline("Text")))
    post = to_hexo(Document("Lanterns", blocks, meta=META))
    _, body = parted(post)
    assert body == f"\nHead\n\n{MORE}\n\n## 1. One\n\nText\n"
    assert post.count("Lanterns") == 1


def test_without_headings_the_excerpt_ends_before_the_first_list() -> None:
    """The paragraph that introduces a list stays with it."""
    blocks = (
        Paragraph(inline("Summary")),
        Paragraph(inline("Takeaways")),
        Bullets((inline("a"),)),
        Quote("More", (Paragraph(inline("b")),)),
    )
    _, body = parted(to_hexo(Document("Lanterns", blocks, meta=META)))
    assert body.index("Summary") < body.index(MORE) < body.index("Takeaways")


def test_there_is_one_excerpt_mark_whatever_the_text() -> None:
    """A text that spells the mark is only text."""
    _, body = parted(to_hexo(Document("", (Paragraph(inline(MORE)), Heading(inline("x"))))))
    assert re.findall(r"<!-- ?more ?-->", html_of(body), re.IGNORECASE) == [MORE]


@pytest.mark.parametrize(
    ("text", "maths"), [("a $x_i$ b", True), ("$$E = mc^2$$", True), ("$5 to $6", False)]
)
def test_mathjax_is_asked_for_where_maths_is(text: str, maths: bool) -> None:
    """The theme loads MathJax only for pages with maths."""
    matter, _ = parted(to_hexo(Document("T", (Paragraph(inline(text)),))))
    assert matter.get("mathjax", False) is maths


def test_a_price_beside_maths_is_no_maths() -> None:
    """Where MathJax runs, a lone dollar sign stands in an element of its own."""
    _, body = parted(to_hexo(Document("T", (Paragraph(inline("$x$ for $5, or $6")),))))
    assert "$x$ for <span>$</span>5, or <span>$</span>6" in body
