"""Texts and addresses as both chat platforms take them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from domain.documents import Inline
from domain.excerpts import normalized
from rendering.common.plain import tidied, web_address

LONGEST_ADDRESS: Final = 512
"""Code points; Discord's limit for the address of a button, and arXiv's are far shorter."""

NOT_FIXED = re.compile(r"[`@]|\]\(|://|\.gg/|\.new/|/invite/", re.IGNORECASE)
"""What Discord reads even in text of fixed width, or what a link before it ends with."""

_TAKEN_OUT = re.compile("[\u030a\u0333\u033f]")
_HOST = re.compile(r"https?://(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9-]+(?::\d{1,5})?(?:[/?#]|$)")
_SEEN = re.compile(
    "[^\\s\\x00-\\x1f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufffc\U000e0000-\U000e0fff]"
)


def chat_address(url: str) -> str:
    """An address that chats link, and that leads where it says; empty for any other.

    Telegram drops links to hosts without a dot, and a name before the host, or a host in letters
    that look like others, is there to deceive.
    """
    address = web_address(url)
    return address if _HOST.match(address) and len(address) <= LONGEST_ADDRESS else ""


def chat_spans(spans: Inline) -> Inline:
    """A tidied line in composed characters whose links may all be shown as links."""
    linked = (replace(span, link=chat_address(span.link)) for span in spans)
    kept = (replace(span, text=chat_text(span.text)) for span in tidied(tuple(linked)))
    return tidied(tuple(kept))


def chat_text(text: str) -> str:
    """A text in composed characters, without the three marks that Telegram takes out of every text.

    Left in, they would part what must not be read as a mention until Telegram takes them out.
    """
    return _TAKEN_OUT.sub("", normalized("NFC", text))


def is_seen(text: str) -> bool:
    """Whether a text has anything to see; both platforms refuse a message that has not."""
    return _SEEN.search(text) is not None
