"""Papers of our own, as the stand-in of arXiv loads them."""

from __future__ import annotations

import json


def record(base: str, title: str, published: str) -> str:
    """A paper as the stand-in loads it."""
    return json.dumps(
        {
            "id": base,
            "title": title,
            "authors": ["Ada Brook"],
            "abstract": f"We look at {title.lower()} for a year and count them every morning.",
            "categories": ["cs.CV"],
            "primary_category": "cs.CV",
            "published": published,
            "comment": "7 pages",
            "license": "http://creativecommons.org/licenses/by/4.0/",
            "versions": [{"submitted": published, "size_kb": 50}],
        }
    )
