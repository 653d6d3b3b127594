"""A plain imitation of Discord's client: talks side by side as one page of HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from sample_talk import Talk

from rendering.discord.classic import DiscordFile
from rendering.discord.layout import AnyMessage, LayoutMessage
from rendering.discord.layout_size import Component

SIZE: Final = (1620, 1284)
"""Width and height of the page in CSS pixels."""

_UPLOADED: Final = "attachment://"
_QUOTE_ENDS: Final = re.compile(r"^(> .*)\n(?!> )", re.MULTILINE)
_SMALL: Final = re.compile(r"^(<p>)?-# (.*?)(?=</p>|<br)", re.MULTILINE)
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["autolink", "code", "entity", "hr", "html_block", "html_inline", "image", "lheading", "list",
     "reference"]
)  # fmt: skip
_COLOURS: Final = {
    True: "--page:#1e1f22; --ground:#313338; --card:#2b2d31; --text:#dbdee1; --head:#f2f3f5; "
    "--small:#949ba4; --edge:#3f4147; --button:#4e5058; --label:#fff; --code:#1e1f22; "
    "--link:#00a8fc; --select:#1e1f22",
    False: "--page:#d5d7da; --ground:#fff; --card:#f9f9fa; --text:#313338; --head:#060607; "
    "--small:#5c5e66; --edge:#d9dadd; --button:#e3e5e8; --label:#2e3035; --code:#ebedef; "
    "--link:#006ce7; --select:#ebedef",
}
_STYLE: Final = """
* { box-sizing: border-box; margin: 0; }
body { width: 1620px; height: 1284px; display: flex; background: var(--page); color: var(--text);
  font: 15px/1.36 Inter, "gg sans", "Noto Sans", "WenQuanYi Micro Hei", sans-serif; gap: 2px; }
section { flex: 1; display: flex; flex-direction: column; overflow: hidden;
  background: var(--ground); }
header { padding: 12px 16px; border-bottom: 1px solid var(--edge); color: var(--head);
  font-weight: 600; }
header span { color: var(--small); margin-right: 7px; font-weight: 400; }
main { flex: 1; overflow: hidden; padding: 14px 16px; }
article { display: flex; gap: 14px; margin-bottom: 16px; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #b31b1b;
  color: #fff; font-weight: 600; font-size: 18px; line-height: 40px; text-align: center; }
.said { flex: 1; min-width: 0; }
.asked { font-size: 13px; color: var(--small); margin-bottom: 3px; }
.asked b { color: var(--link); font-weight: 500; }
.who { color: var(--head); font-weight: 500; }
.who i { margin-left: 6px; padding: 1px 5px; border-radius: 4px; background: #5865f2; color: #fff;
  font: 600 10.5px/1.5 Inter, sans-serif; vertical-align: 1px; }
.card { margin-top: 5px; padding: 12px 14px 14px; border-radius: 8px; border: 1px solid var(--edge);
  border-left: 4px solid; background: var(--card); font-size: 14px; overflow-wrap: anywhere;
  display: flex; flex-direction: column; gap: 8px; }
.card img { display: block; max-width: 100%; border-radius: 6px; }
.beside { display: flex; gap: 12px; } .beside > :first-child { flex: 1; min-width: 0; }
a { color: var(--link); text-decoration: none; }
.text p + p { margin-top: .9em; }
h1, h2, h3 { margin: 2px 0; color: var(--head); font-size: 15px; line-height: 1.3; }
h2 { font-size: 18px; }
strong { font-weight: 650; }
code { padding: 1px 3px; border-radius: 4px; background: var(--code);
  font: 12.5px "DejaVu Sans Mono", monospace; }
pre { padding: 7px; border-radius: 4px; background: var(--code); white-space: pre-wrap; }
small { color: var(--small); font-size: 11.5px; line-height: 1.3; }
blockquote { margin: 2px 0; padding-left: 10px; border-left: 4px solid var(--button); }
hr { border: 0; border-top: 1px solid var(--edge); }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.said > .row { margin-top: 8px; }
.button { flex: none; align-self: flex-start; padding: 5px 13px; border-radius: 8px;
  background: var(--button); color: var(--label); font-size: 13.5px; font-weight: 500; }
.leads::after { content: " ↗"; }
.select { width: 62%; padding: 7px 11px; border-radius: 8px; background: var(--select);
  border: 1px solid var(--edge); display: flex; justify-content: space-between; }
"""


def discord_page(columns: Sequence[Talk[AnyMessage]], *, is_dark: bool) -> str:
    """The page, whole in itself."""
    body = "".join(_section(talk) for talk in columns)
    style = f":root {{ {_COLOURS[is_dark]} }}{_STYLE}"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}\n"


def _section(talk: Talk[AnyMessage]) -> str:
    parts = []
    for turn in talk:
        asked = f'<p class="asked">@ You used <b>{escape(turn.asked)}</b></p>'
        for message in turn.messages:
            parts.append(_article(message, asked))
            asked = ""
    head = "<header><span>@</span>Papercrier</header>"
    return f"<section>{head}<main>{''.join(parts)}</main></section>"


def _article(message: AnyMessage, asked: str) -> str:
    images = {_UPLOADED + file.name: file for file in message.files}
    if isinstance(message, LayoutMessage):
        said = "".join(_component(one, images) for one in message.components)
    else:
        files = "".join(f"<p>📄 {escape(file.name)}</p>" for file in message.files)
        rows = "".join(
            _row(_button(button.label, is_link=bool(button.url)) for button in row)
            for row in message.buttons
        )
        said = f"{_html(message.content)}{files}{rows}"
    who = '<p class="who">Papercrier<i>APP</i></p>'
    return f'<article><div class="face">P</div><div class="said">{asked}{who}{said}</div></article>'


def _component(part: Component, images: dict[str, DiscordFile]) -> str:
    inner = [_component(one, images) for one in part.get("components", ())]
    match part["type"]:
        case 17:
            edge = f"border-left-color:#{part['accent_color']:06x}"
            return f'<div class="card" style="{edge}">{"".join(inner)}</div>'
        case 10:
            return _html(part["content"])
        case 9:
            beside = _component(part["accessory"], images)
            return f'<div class="beside"><div>{"".join(inner)}</div>{beside}</div>'
        case 1:
            return _row(inner)
        case 2:
            return _button(part["label"], is_link="url" in part)
        case 3:
            held = [one["label"] for one in part["options"] if one.get("default")]
            shown = escape(next(iter(held), part.get("placeholder", "")))
            return f'<div class="select"><span>{shown}</span><span>⌄</span></div>'
        case 12:
            return "".join(_image(one["media"]["url"], images) for one in part["items"])
        case 11:
            return _image(part["media"]["url"], images)
    return "<hr>"


def _row(parts: Iterable[str]) -> str:
    return f'<div class="row">{"".join(parts)}</div>'


def _button(label: str, *, is_link: bool) -> str:
    return f'<span class="button{" leads" if is_link else ""}">{escape(label)}</span>'


def _image(url: str, images: dict[str, DiscordFile]) -> str:
    source = escape(url)
    if url in images:
        source = f"data:image;base64,{b64encode(images[url].data).decode()}"
    return f'<img src="{source}">'


def _html(markdown: str) -> str:
    """Discord's Markdown as HTML. Its quotes end with the line, where CommonMark's go on."""
    html = _MARKDOWN.render(_QUOTE_ENDS.sub(r"\1\n\n", markdown))
    html = _SMALL.sub(r"\1<small>\2</small>", html)
    return f'<div class="text">{html}</div>'
