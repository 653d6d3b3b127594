"""What a paper's licence allows (https://info.arxiv.org/help/license/index.html)."""

from __future__ import annotations

import re

_CC = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/"
    r"(?:licenses/(?P<kind>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>\d\.\d)|"
    r"(?P<free>publicdomain/zero|licenses/publicdomain|publicdomain/mark))"
)


def may_show(licence: str | None) -> bool:
    """Whether figures and longer excerpts may be kept and shown: CC and public domain only."""
    return licence is not None and _CC.match(licence.strip()) is not None


def licence_name(licence: str | None) -> str:
    """A licence as people write it, ``CC BY 4.0``; empty where it is none of those."""
    match = _CC.match((licence or "").strip())
    if match is None:
        return ""
    if match["free"]:
        return "CC0 1.0" if "zero" in match["free"] else "public domain"
    return f"CC {match['kind'].upper()} {match['version']}"
