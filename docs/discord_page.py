"""A plain imitation of Discord's client: talks side by side as one page of HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from sample_talk import Talk

from rendering.discord.classic import DiscordFile, DiscordMessage, Embed

SIZE: Final = (1620, 1284)
"""Width and height of the page in CSS pixels."""

_UPLOADED: Final = "attachment://"
_QUOTE_ENDS: Final = re.compile(r"^(> .*)\n(?!> )", re.MULTILINE)
_SMALL: Final = re.compile(r"^(<p>)?-# (.*?)(?=</p>|<br)", re.MULTILINE)
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["autolink", "code", "entity", "hr", "html_block", "html_inline", "image", "lheading", "list",
     "reference"]
)  # fmt: skip
_STYLE: Final = """
* { box-sizing: border-box; margin: 0; }
body { width: 1620px; height: 1284px; display: flex; background: #1e1f22; color: #dbdee1;
  font: 15px/1.36 Inter, "gg sans", "Noto Sans", "WenQuanYi Micro Hei", sans-serif; gap: 2px; }
section { flex: 1; display: flex; flex-direction: column; overflow: hidden; background: #313338; }
header { padding: 12px 16px; border-bottom: 1px solid #232428; color: #f2f3f5; font-weight: 600; }
header span { color: #80848e; margin-right: 7px; font-weight: 400; }
main { flex: 1; overflow: hidden; padding: 14px 16px; }
article { display: flex; gap: 14px; margin-bottom: 16px; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #b31b1b;
  color: #fff; font-weight: 600; font-size: 18px; line-height: 40px; text-align: center; }
.said { flex: 1; min-width: 0; }
.asked { font-size: 13px; color: #b5bac1; margin-bottom: 3px; }
.asked b { color: #c9cdfb; font-weight: 500; }
.who { color: #f2f3f5; font-weight: 500; }
.who i { margin-left: 6px; padding: 1px 5px; border-radius: 4px; background: #5865f2; color: #fff;
  font: 600 10.5px/1.5 Inter, sans-serif; vertical-align: 1px; }
.embed { margin-top: 5px; max-width: 520px; padding: 10px 14px 13px 12px; border-radius: 4px;
  border-left: 4px solid; background: #2b2d31; font-size: 14px; overflow-wrap: anywhere; }
.embed img { display: block; max-width: 100%; margin-top: 10px; border-radius: 4px; }
.by { font-size: 13px; font-weight: 600; margin-bottom: 5px; }
.title { color: #f2f3f5; font-size: 15.5px; font-weight: 600; margin-bottom: 6px; }
a { color: #00a8fc; text-decoration: none; }
.text p + p { margin-top: 1.36em; }
h1, h2, h3 { margin: 9px 0 2px; color: #f2f3f5; font-size: 16px; line-height: 1.3; }
strong { font-weight: 650; }
code { padding: 1px 3px; border-radius: 4px; background: #1e1f22;
  font: 12.5px "DejaVu Sans Mono", monospace; }
pre { padding: 7px; border-radius: 4px; background: #1e1f22; white-space: pre-wrap; }
small { color: #949ba4; font-size: 11.5px; line-height: 1.3; }
blockquote { margin: 2px 0; padding-left: 10px; border-left: 4px solid #4e5058; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.row span { padding: 6px 14px; border-radius: 4px; background: #4e5058; color: #fff;
  font-size: 13.5px; font-weight: 500; }
.row .leads::after { content: " ↗"; }
"""


def discord_page(columns: Sequence[Talk[DiscordMessage]]) -> str:
    """The page, whole in itself."""
    body = "".join(_section(talk) for talk in columns)
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{body}\n"


def _section(talk: Talk[DiscordMessage]) -> str:
    parts = []
    for turn in talk:
        asked = f'<p class="asked">@ You used <b>{escape(turn.asked)}</b></p>'
        for message in turn.messages:
            parts.append(_article(message, asked))
            asked = ""
    head = "<header><span>@</span>Papercrier</header>"
    return f"<section>{head}<main>{''.join(parts)}</main></section>"


def _article(message: DiscordMessage, asked: str) -> str:
    images = {_UPLOADED + file.name: file for file in message.files}
    rows = "".join(
        '<div class="row">'
        + "".join(
            f'<span class="{"leads" if button.url else ""}">{escape(button.label)}</span>'
            for button in row
        )
        + "</div>"
        for row in message.buttons
    )
    shown = {embed.image for embed in message.embeds}
    files = "".join(
        f"<p>📄 {escape(file.name)}</p>" for name, file in images.items() if name not in shown
    )
    embeds = "".join(_embed(embed, images) for embed in message.embeds)
    who = '<p class="who">Papercrier<i>APP</i></p>'
    said = f"{asked}{who}{_html(message.content)}{embeds}{files}{rows}"
    return f'<article><div class="face">P</div><div class="said">{said}</div></article>'


def _embed(embed: Embed, images: dict[str, DiscordFile]) -> str:
    title = _MARKDOWN.renderInline(embed.title)
    if embed.url:
        title = f'<a href="{escape(embed.url)}">{title}</a>'
    source = escape(embed.image)
    if embed.image in images:
        source = f"data:image;base64,{b64encode(images[embed.image].data).decode()}"
    parts = (
        f'<p class="by">{escape(embed.author)}</p>' if embed.author else "",
        f'<p class="title">{title}</p>' if title else "",
        _html(embed.description),
        f'<img src="{source}">' if source else "",
    )
    return f'<div class="embed" style="border-color:#{embed.colour:06x}">{"".join(parts)}</div>'


def _html(markdown: str) -> str:
    """Discord's Markdown as HTML. Its quotes end with the line, where CommonMark's go on."""
    html = _MARKDOWN.render(_QUOTE_ENDS.sub(r"\1\n\n", markdown))
    html = _SMALL.sub(r"\1<small>\2</small>", html)
    return f'<div class="text">{html}</div>'
