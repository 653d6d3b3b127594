"""What a paper's licence allows (https://info.arxiv.org/help/license/index.html)."""

from __future__ import annotations

import re
from typing import Final

_CC = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/"
    r"(?:licenses/(?P<kind>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>\d\.\d)|"
    r"(?P<free>publicdomain/zero|licenses/publicdomain|publicdomain/mark))"
)


SHORT_NAMES: Final = {
    "CC BY 4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC-SA 4.0": "http://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC BY-NC-ND 4.0": "http://creativecommons.org/licenses/by-nc-nd/4.0/",
    "CC BY 3.0": "http://creativecommons.org/licenses/by/3.0/",
    "CC BY-NC-SA 3.0": "http://creativecommons.org/licenses/by-nc-sa/3.0/",
    "CC Zero": "http://creativecommons.org/publicdomain/zero/1.0/",
    "arXiv.org perpetual non-exclusive license": (
        "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
    ),
    "Assumed arXiv.org perpetual non-exclusive license": (
        "http://arxiv.org/licenses/assumed-1991-2003/"
    ),
}
"""Licences by the names that arXiv's pages call them (arxiv-base, ``license``, January 2026)."""


def licence_called(name: str) -> str | None:
    """The URL of a licence that arXiv calls so; None where it is none of those known."""
    return SHORT_NAMES.get(" ".join(name.split()))


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
