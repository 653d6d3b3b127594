"""What Telegram makes of a rich message: a second opinion, by its manual and not by our code.

After https://core.telegram.org/bots/api#rich-messages; strict where the manual says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from tests.rendering.chat_letters import Letter, seen

_INLINE: Final = frozenset(
    ("b", "i", "s", "code", "mark", "sup", "a", "tg-math", "tg-reference", "br")
)
_OF_TEXT: Final = frozenset(
    ("p", "h3", "h4", "h5", "h6", "li", "summary", "caption", "th", "td", "cite", "figcaption")
)
_RAW: Final = frozenset(("code", "tg-math", "tg-math-block", "tg-button"))
_MAY_BE_EMPTY: Final = frozenset(("td", "th", "a"))
_ALONE: Final = frozenset(("br", "hr", "img"))
_ONLY_IN: Final = {
    "li": ("ul", "ol"), "summary": ("details",), "caption": ("table",), "tr": ("table",),
    "th": ("tr",), "td": ("tr",), "cite": ("blockquote", "figcaption"),
    "figcaption": ("figure", "tg-slideshow"), "img": ("figure", "tg-slideshow"),
    "tg-button": ("tg-button-row",),
}  # fmt: skip
_HOLDERS: Final = frozenset(("", "details", "blockquote"))
_BLOCKS: Final = frozenset(
    ("p", "h3", "h4", "h5", "h6", "hr", "ul", "ol", "details", "blockquote", "table", "figure")
) | {"tg-slideshow", "tg-math-block", "tg-button-row"}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#x27);)")


@dataclass
class Read:
    """A rich message as readers see it.

    Attributes:
        blocks: how many there are, items and rows with them.
        links: where it leads, places within it with a "#".
        names: of places within it.
    """

    letters: list[Letter] = field(default_factory=list)
    characters: int = 0
    blocks: int = 0
    pictures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.open: list[tuple[str, list[str]]] = [("", [])]
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        parent, inside = self.open[-1]
        assert parent not in _RAW, f"<{tag}> in <{parent}>"
        if tag in _INLINE and not (tag == "a" and "name" in known):
            assert any(name in _OF_TEXT for name, _ in self.open), f"<{tag}> outside of text"
        elif tag in _ONLY_IN:
            assert parent in _ONLY_IN[tag], f"<{tag}> in <{parent}>"
        else:
            assert parent in _HOLDERS, f"<{tag}> in <{parent}>"
            assert tag in _BLOCKS or tag == "a", f"<{tag}>"
        self.read.blocks += tag in _BLOCKS or tag in ("li", "tr", "img")
        inside.append(tag)
        self._attributes(tag, known)
        if tag not in _ALONE:
            self.open.append((tag, []))

    def _attributes(self, tag: str, known: dict[str, str | None]) -> None:
        if tag == "a" and "href" in known:
            assert not self.link, "a link in a link"
            self.link = known["href"] or ""
            self.read.links.append(self.link)
        if "name" in known:
            self.read.names.add(known["name"] or "")
        if tag == "img":
            source = known["src"] or ""
            assert re.fullmatch(r"tg://photo\?id=[A-Za-z0-9_-]{1,64}", source)
            self.read.pictures.append(source.removeprefix("tg://photo?id="))
        if tag == "tg-button":
            data = known.get("data") or known.get("url") or ""
            assert data, "a button that does nothing"
            assert known["type"] in ("callback_data", "url")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ALONE, f"<{tag}/>"
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        name, inside = self.open.pop()
        assert name == tag, f"</{tag}> closes <{name}>"
        assert inside or tag in _MAY_BE_EMPTY, f"<{tag}> is empty"
        if tag == "details":
            assert inside[0] == "summary"
            assert len(inside) > 1, "nothing to disclose"
        if tag == "a":
            self.link = ""

    def handle_data(self, data: str) -> None:
        parent, inside = self.open[-1]
        in_text = any(name in _OF_TEXT for name, _ in self.open) or parent in _RAW
        assert in_text, f"text in <{parent}>: {data!r}"
        inside.append("text")
        self.read.characters += len(data)
        if parent == "tg-button":
            self.read.labels.append(data)
        else:
            address = "" if self.link.startswith("#") else self.link
            self.read.letters += seen(data, address)


def read_rich(html: str) -> Read:
    """A rich message; fails where Telegram could refuse or mend it."""
    assert not _ENTITY.search(html), "an entity that Telegram does not know"
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1][0]}> is not closed"
    for link in reader.read.links:
        assert not link.startswith("#") or link[1:] in reader.read.names, f"{link} leads nowhere"
    return reader.read
