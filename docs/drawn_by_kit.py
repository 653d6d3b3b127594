"""Views side by side at the width of a phone, each drawn by the kit of the strict servers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from chat_views import View

WIDTH: Final = 400
"""Of a phone, in CSS pixels."""
HEIGHT: Final = 1040
_GAP: Final = 22
_US: Final = {"author": {"username": "Papercrier", "bot": True}}
_STYLE: Final = f"""
* {{ box-sizing: border-box; margin: 0; }}
body {{ display: flex; gap: {_GAP}px; padding: {_GAP}px; background: #fff; }}
body.dark {{ background: #0d1117; color: #e6edf3; }}
figure {{ width: {WIDTH}px; }}
figcaption {{ font: 600 16px/34px "DejaVu Sans", sans-serif; }}
iframe {{ width: {WIDTH}px; height: {HEIGHT}px; border: 1px solid #8886; border-radius: 16px; }}
"""


def find_katex() -> Path | None:
    """Where KaTeX is, which sets the formulas; None where it is not, and they would be raw."""
    folder = Path(os.environ.get("KATEX_DIR", "."))
    return folder if (folder / "katex.min.js").is_file() else None


def size_of(views: Sequence[View]) -> tuple[int, int]:
    """Width and height of a page with views, in CSS pixels."""
    return len(views) * (WIDTH + _GAP) + _GAP, HEIGHT + 34 + 2 * _GAP


def telegram_page(views: Sequence[View], files: Mapping[str, Any], *, is_dark: bool) -> str:
    """The page of views in Telegram; the first fold of a digest is opened.

    Args:
        views: what is shown, from left to right.
        files: the content of media, by its file_id.
        is_dark: whether it is night.
    """
    page = import_module("simkit.tg.rich.page").Page(dict(files), find_katex())

    def drawn(view: View) -> str:
        return "".join(
            _opened(
                page.html(
                    _with_blocks(message["rich_message"]),
                    message.get("reply_markup", {}).get("inline_keyboard", []),
                    WIDTH,
                    is_dark,
                )
            )
            for message in view.messages
        )

    return _page([(view.name, drawn(view)) for view in views], is_dark=is_dark)


def discord_page(views: Sequence[View], *, is_dark: bool) -> str:
    """The page of views in Discord; figures are asked of the server that has them."""
    from_server = import_module("simkit.drive.pictures").from_server
    page = import_module("simkit.drive.discord_page").Page(from_server)
    theme = "dark" if is_dark else "light"
    return _page(
        [
            (view.name, page.html([one | _US for one in view.messages], WIDTH, theme))
            for view in views
        ],
        is_dark=is_dark,
    )


def files_of(telegram: Any, given: object) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The content of each photo within messages, by its file_id."""
    match given:
        case {"photo": [*_, {"file_id": str(name)}]}:
            yield name, {"content": telegram.download(given)[1]}
        case dict():
            for part in given.values():
                yield from files_of(telegram, part)
        case list() | tuple():
            for part in given:
                yield from files_of(telegram, part)


def _with_blocks(given: dict[str, Any]) -> dict[str, Any]:
    """A rich message as its reader has it; that of an inline result is still as it was sent."""
    if "blocks" in given:
        return given
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "message.html"
        path.write_text(given["html"], encoding="utf-8")
        read: dict[str, Any] = import_module("draw_rich").load(path, [], plain=True)[0]
        return read


def _opened(html: str) -> str:
    """With the first fold opened, and a keyboard that can be read at night."""
    night = "<style>.dark .keyboard .button { background: #2b4156; color: #fff; }</style>"
    return html.replace("<details>", "<details open>", 1).replace("<body", f"{night}<body", 1)


def _page(frames: Sequence[tuple[str, str]], *, is_dark: bool) -> str:
    body = "".join(
        f'<figure><figcaption>{escape(name)}</figcaption><iframe srcdoc="{escape(page)}" '
        'scrolling="no"></iframe></figure>'
        for name, page in frames
    )
    mode = ' class="dark"' if is_dark else ""
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style><body{mode}>{body}</body>"
