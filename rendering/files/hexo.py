"""Documents as posts of the site generator Hexo: YAML front matter, then Markdown.

Hexo reads a post as YAML by js-yaml, then Markdown, then Nunjucks over the HTML that came out
(https://hexo.io/docs/troubleshooting#Escape-Contents). So strings of the front matter are
quoted, as js-yaml takes some for numbers that PyYAML takes for text; and where a text holds what
opens a Nunjucks tag, an empty comment parts its two characters, which survives every Markdown
renderer of Hexo and is no part of maths for MathJax. The front matter goes through no renderer:
what could open a tag there is written with another sign.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, Final

import yaml

from domain.documents import Document, Heading, Paragraph, Rule
from rendering.common.classic import Classic, classic
from rendering.common.plain import has_maths, sanitise, web_address
from rendering.files.markdown import blocks_markdown

MORE: Final = "<!-- more -->"
"""Hexo shows what stands before it in its lists of posts."""

_TAG_OPENING = re.compile(r"\{(?=[{%#])")
_HTML_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_ESCAPED = re.compile(r"\\(.)")


class _Quoted(str):
    """A string to be written in quotes."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes strings in double quotes, and lists indented under their keys."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """As the library's, but never without indentation."""
        super().increase_indent(flow, indentless=False)


def _represent_quoted(dumper: _Dumper, text: _Quoted) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


_Dumper.add_representer(_Quoted, _represent_quoted)


def to_hexo(document: Document) -> str:
    """A document as a Hexo post; the title stands in the front matter, not in the body."""
    maths = has_maths(document)
    head, rest = _parted([part.block for part in classic(document, maths=True)])
    body = [*blocks_markdown(head), *([MORE] if head else []), *blocks_markdown(rest)]
    text = _TAG_OPENING.sub("{<!-- -->", "\n\n".join(body))
    if maths:
        # MathJax would take two escaped dollar signs for maths once Markdown has unescaped them.
        text = _ESCAPED.sub(lambda m: "<span>$</span>" if m[1] == "$" else m[0], text)
    return f"---\n{_front_matter(document, maths=maths)}---\n\n{text}\n"


def _front_matter(document: Document, *, maths: bool) -> str:
    fields: dict[str, Any] = {"title": _quoted(document.title)}
    if meta := document.meta:
        fields["date"] = meta.date
        fields["categories"] = _all_quoted(meta.categories)
        fields["tags"] = _all_quoted(meta.tags)
        fields["description"] = _quoted(meta.description)
        fields["keywords"] = _all_quoted(meta.keywords)
        fields["cover"] = _quoted(web_address(meta.cover))
        fields["lang"] = _quoted(meta.language)
    fields["mathjax"] = maths
    # Themes look for a cover and take an empty one for none.
    shown = {name: value for name, value in fields.items() if value or name in ("title", "cover")}
    return yaml.dump(shown, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize)


def _quoted(text: str) -> _Quoted:
    """A text of the front matter; what a theme would put into its pages as a tag opens none.

    Themes differ in whether they escape it, so that an escape would be seen in some: a sign that
    looks the same takes the place of one that could open a tag.
    """
    return _Quoted(_HTML_OPENING.sub("＜", sanitise(text).strip()))


def _all_quoted(texts: tuple[str, ...]) -> list[_Quoted]:
    return list(dict.fromkeys(filter(None, map(_quoted, texts))))


def _parted(blocks: Sequence[Classic]) -> tuple[Sequence[Classic], Sequence[Classic]]:
    """The head and the rest: what stands before the first heading or rule.

    Without either, the paragraphs that a document begins with but for the last, which as a rule
    introduces what follows.
    """
    parting = (index for index, block in enumerate(blocks) if isinstance(block, Heading | Rule))
    others = (index for index, block in enumerate(blocks) if not isinstance(block, Paragraph))
    at = next(parting, None)
    if at is None:
        at = max(next(others, 0) - 1, 0)
    return blocks[:at], blocks[at:]
