"""What is on a page and is not seen: struck out, hidden, or there for programs. Pure."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from papers.fulltext.html.tree import outermost, take_out

STRUCK_OUT: Final = (
    "del, s, strike, .ltx_ulem_sout, .ltx_ulem_xout, .ltx_deleted, "
    '[style*="line-through"], [hidden], template, noscript'
)
_STYLED: Final = '[style*="display"], [style*="visibility"]'
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def take_out_unseen(root: LexborNode) -> None:
    """Take out what a browser strikes out or does not show."""
    take_out(root, STRUCK_OUT)
    for node in outermost(root, _STYLED):
        if _HIDES.search(node.attributes.get("style") or ""):
            node.decompose()
