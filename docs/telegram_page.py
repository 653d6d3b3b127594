"""A plain imitation of Telegram's client: talks side by side as one page of HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Final

from sample_talk import Talk

from rendering.common.keyboards import Rows
from rendering.telegram.forms import TelegramForms
from rendering.telegram.html import TelegramMessage
from rendering.telegram.rich import RichMessage

SIZE: Final = (1360, 1060)
"""Width and height of the page in CSS pixels."""

_BESIDE_QUOTE: Final = re.compile(r"\n?(</?blockquote[^>]*>)\n?")
_STYLE: Final = """
* { box-sizing: border-box; margin: 0; }
body { width: 1360px; height: 1060px; padding: 20px; display: flex; gap: 20px;
  background: #dfe5ea; color: #0f1417;
  font: 14.5px/1.34 Inter, Roboto, "Noto Sans", "WenQuanYi Micro Hei", sans-serif; }
section { flex: 1; display: flex; flex-direction: column; overflow: hidden;
  border-radius: 14px; background: #c6d9bf; box-shadow: 0 1px 4px #0003; }
header { display: flex; align-items: center; gap: 11px; padding: 9px 14px; background: #fff; }
header i { width: 38px; height: 38px; border-radius: 50%; background: #c0392b; color: #fff;
  font: 600 18px/38px Inter, sans-serif; text-align: center; }
header b { display: block; line-height: 1.2; }
header small { color: #8a949b; font-size: 12.5px; }
main { flex: 1; overflow: hidden; padding: 10px; display: flex; flex-direction: column; gap: 7px; }
main > * { flex: none; }
.asked { align-self: flex-end; padding: 6px 11px; border-radius: 14px 14px 4px 14px;
  background: #e7fdd3; }
.answer { width: 100%; }
.bubble { padding: 7px 11px 8px; border-radius: 14px 14px 14px 4px; background: #fff;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble img { display: block; width: 100%; border-radius: 8px; }
a { color: #2481cc; text-decoration: none; }
code { color: #2f6f9f; font: 13px "DejaVu Sans Mono", monospace; font-size: 0.88em; }
pre { font: 12.5px/1.4 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
blockquote { position: relative; margin: 3px 0; padding: 4px 24px 4px 9px; border-radius: 5px;
  border-left: 3px solid #3390ec; background: #3390ec14; font-size: 13.5px; line-height: 18px; }
blockquote[expandable] { height: 58px; padding-bottom: 0; overflow: hidden; }
blockquote[expandable]::after { content: "⌄"; position: absolute; right: 8px; bottom: 3px;
  color: #3390ec; font: 600 15px/1 "DejaVu Sans", sans-serif; }
.rich { white-space: normal; }
.rich > * + *, .rich details > * + * { margin-top: 6px; }
.rich h3 { font-size: 17px; } .rich h4 { font-size: 15px; } .rich h5, .rich h6 { font-size: 14px; }
.rich ul, .rich ol { padding-left: 20px; }
.rich summary { padding: 5px 0; font-weight: 600; border-top: 1px solid #8883; }
.rich details { border-bottom: 1px solid #8883; padding-bottom: 4px; }
.rich table { width: 100%; border-collapse: collapse; font-size: 13px; }
.rich td, .rich th { border: 1px solid #8884; padding: 4px 7px; text-align: left; }
.rich sup { font-size: 0.7em; }
.rich footer, .rich cite { color: #8a949b; font-size: 12.5px; }
tg-button-row { display: flex; gap: 4px; }
tg-button { flex: 1; padding: 5px 2px; border-radius: 7px; background: #3390ec1c; color: #2481cc;
  font-size: 12.5px; text-align: center; white-space: nowrap; }
tg-math { font-family: "STIX Two Math", serif; font-style: italic; }
.row { display: flex; gap: 4px; margin-top: 4px; }
.row span { position: relative; flex: 1; min-width: 0; padding: 7px 4px; border-radius: 8px;
  background: #6d8f70b8; color: #fff; font-size: 13px; font-weight: 500; text-align: center;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.row .leads::after { content: "↗"; position: absolute; top: 2px; right: 5px; font-size: 10px; }
"""

_DARK: Final = """
body { background: #0b0f13; color: #e9eef2; }
section { background: #0f1a20; }
header, .bubble { background: #1c2733; }
.asked { background: #2b5278; }
a, tg-button { color: #6ab3f3; }
code { color: #8fc7ee; }
.row span { background: #27384acc; }
"""


def telegram_page(columns: Sequence[Talk[TelegramForms]], *, is_dark: bool = False) -> str:
    """The page, whole in itself; the first fold of each message is opened."""
    body = "".join(_section(talk) for talk in columns)
    style = _STYLE + (_DARK if is_dark else "")
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}\n"


def _section(talk: Talk[TelegramForms]) -> str:
    parts = []
    for turn in talk:
        parts.append(f'<p class="asked">{escape(turn.asked)}</p>')
        for forms in turn.messages:
            parts += [_rich(forms.rich)] if forms.rich else [_classic(one) for one in forms.classic]
    head = "<header><i>P</i><div><b>Papercrier</b><small>bot</small></div></header>"
    return f"<section>{head}<main>{''.join(parts)}</main></section>"


def _rich(message: RichMessage) -> str:
    html = message.html.replace("<details>", "<details open>", 1)
    for picture in message.pictures:
        html = html.replace(f"tg://photo?id={picture.name}", _source(picture.image, ""))
    return (
        f'<div class="answer"><div class="bubble rich">{html}</div>{_rows(message.buttons)}</div>'
    )


def _classic(message: TelegramMessage) -> str:
    pictures = "".join(
        f'<div class="bubble"><img src="{_source(picture.image, picture.url)}">{picture.html}</div>'
        for picture in message.pictures
    )
    # A quote stands on lines of its own; the line breaks that end them are not shown.
    text = _BESIDE_QUOTE.sub(r"\1", message.html)
    file = f"📄 {escape(message.attachment.name)}" if message.attachment else ""
    bubble = f'<div class="bubble">{text}{file}</div>' if text or file else ""
    return f'<div class="answer">{pictures}{bubble}{_rows(message.buttons)}</div>'


def _rows(rows: Rows) -> str:
    return "".join(
        '<div class="row">'
        + "".join(
            f'<span class="{"leads" if button.url else ""}">{escape(button.label)}</span>'
            for button in row
        )
        + "</div>"
        for row in rows
    )


def _source(image: bytes, url: str) -> str:
    return f"data:image;base64,{b64encode(image).decode()}" if image else escape(url)
